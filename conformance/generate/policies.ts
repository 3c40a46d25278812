import type { Manifest } from './manifest';
import { manifest, SECURITY } from './manifest';
import type { Plan } from './plan';
import { ROOT_NAMESPACE } from './plan';
import { policyRules } from './policy-rules';

/** AuthorizationPolicies, for ztunnel and for waypoints. */
export function authorizationPolicies(plan: Plan, count: number): Manifest[] {
  return plan.random.list(count, (index) => authorizationPolicy(plan, `ap${index}`));
}

function authorizationPolicy(plan: Plan, name: string): Manifest {
  const { random } = plan;
  const namespace = random.chance(0.15) ? ROOT_NAMESPACE : random.pick(plan.namespaces);
  const action = random.pick(['ALLOW', 'ALLOW', 'ALLOW', 'DENY', 'DENY', 'DENY', 'AUDIT', 'CUSTOM', undefined]);
  const rules = random.pick([undefined, [], [{}], ...Array<string>(15).fill('some')]);
  const spec = {
    ...(action && { action }),
    ...(action === 'CUSTOM' && { provider: { name: 'no-such-provider' } }),
    ...scope(plan, namespace),
    ...(rules !== undefined && { rules: rules === 'some' ? policyRules(plan, random.between(1, 3), action !== 'CUSTOM') : rules }),
  };
  return manifest(SECURITY, 'AuthorizationPolicy', namespace, name, { spec }, {
    labels: { 'istio.io/rev': random.maybe(0.04, () => random.pick(['default', 'canary'])) },
    annotations: { 'istio.io/dry-run': random.maybe(0.08, () => random.pick(['true', 'true', 'false', 'yes'])) },
  });
}

/** Where a policy applies: by targets, by labels, or in its whole namespace. */
function scope(plan: Plan, namespace: string): object {
  const { random } = plan;
  if (random.chance(0.55)) {
    const refs = random.list(random.pick([1, 1, 1, 2, 3]), () => targetRef(plan, namespace));
    return random.chance(0.05) ? { targetRef: refs[0] } : { targetRefs: refs };
  }
  return random.maybe(0.6, () => ({ selector: { matchLabels: { app: random.pick(['app0', 'app1', 'svc0', 'svc1', 'vm0', 'se0']) } } })) ?? {};
}

function targetRef(plan: Plan, namespace: string): object {
  const { random } = plan;
  const here = (names: readonly { namespace: string; name: string }[], missing: string) =>
    random.chance(0.15) ? missing : random.pick([...names.filter((name) => name.namespace === namespace).map(({ name }) => name), missing]);
  switch (random.pick(['Service', 'Service', 'Service', 'ServiceEntry', 'Gateway', 'Gateway', 'GatewayClass'])) {
    case 'Service': return { group: random.pick(['', '', 'core']), kind: 'Service', name: here(plan.services, 'no-such-service') };
    case 'ServiceEntry': return { group: 'networking.istio.io', kind: 'ServiceEntry', name: here(plan.entries, 'no-such-entry') };
    case 'Gateway': return { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: here(plan.gateways, 'no-such-gateway') };
    default: return {
      group: 'gateway.networking.k8s.io',
      kind: 'GatewayClass',
      name: random.pick(['istio-waypoint', 'istio-waypoint', 'istio', 'my-waypoint', 'third-party', 'no-such-class']),
    };
  }
}

const MTLS_MODES = ['STRICT', 'PERMISSIVE', 'DISABLE', 'UNSET', undefined];

/** PeerAuthentications: for the mesh, a namespace, workloads, ports. */
export function peerAuthentications(plan: Plan, count: number): Manifest[] {
  const { random } = plan;
  return random.list(count, (index) => {
    const namespace = random.chance(0.2) ? ROOT_NAMESPACE : random.pick(plan.namespaces);
    const mode = random.pick(MTLS_MODES);
    const selector = random.maybe(0.6, () => ({ selector: { matchLabels: { app: random.pick(['app0', 'svc0', 'svc1']) } } }));
    const ports = selector && random.maybe(0.6, () => ({ portLevelMtls: { 8080: { mode: random.pick(['STRICT', 'PERMISSIVE', 'DISABLE']) }, ...random.maybe(0.3, () => ({ 9090: { mode: 'STRICT' } })) } }));
    return manifest(SECURITY, 'PeerAuthentication', namespace, `pa${index}`, { spec: { ...selector, ...(mode && { mtls: { mode } }), ...ports } });
  });
}
