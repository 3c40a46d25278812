import type { PolicyTarget } from './facts/attached-policies';
import { policyTargets } from './facts/attached-policies';
import { selectedWorkloads } from './facts/capture';
import { policiesNaming } from './facts/policy-fields';
import { operationsOf } from './facts/policy-sources';
import { isAtWaypoint } from './facts/waypoint-policies';
import { ztunnelPolicies } from './facts/ztunnel-policies';
import type { Offence, Rule } from './rule';
import { Severity } from './rule';
import type { AuthorizationPolicy } from '../authorization/rbac';
import { SERVICE } from '../mesh/kinds/core';
import { AUTHORIZATION_POLICY } from '../mesh/kinds/istio-security';
import { isOf } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import { rememberEach } from '../mesh/remember';
import { endpointsOf } from '../registry/endpoints';
import { servicesOf } from '../registry/mesh-service';
import { targetPort } from '../registry/target-port';
import type { Workload } from '../registry/workloads';

export const policyPort: Rule = {
  id: 'policy-port',
  severity: Severity.ERROR,
  summary: 'a policy names a port that is another one where it is enforced',
  why: 'ztunnel sees the port of the pod, a waypoint that of the Service: a rule for the other one never matches, so that DENY denies nothing and ALLOW refuses all',
  fix: 'name the target port in a policy with a selector, and the port of the Service in one with targetRefs',
  *check(mesh) {
    const naming = policiesNaming(mesh, (field) => field === 'ports');
    if (naming.size === 0) return;
    for (const { source, policy } of ztunnelPolicies(mesh)) if (policy && naming.has(source)) yield* atZtunnel(mesh, source);
    for (const target of policyTargets(mesh)) yield* atWaypoint(mesh, target, naming);
  },
};

/** A port of a Service, and of pods behind it. */
interface PortPair {
  readonly service: string;
  readonly port: number;
  readonly target: number;
  readonly workload: Workload;
}

function* atZtunnel(mesh: MeshObjects, policy: AuthorizationPolicy): Generator<Offence> {
  const workloads = new Set(selectedWorkloads(mesh, policy.namespace, policy.body.spec?.selector?.matchLabels));
  const pairs = portPairs(mesh, policy.namespace).filter(({ workload }) => workloads.has(workload));
  const known = new Set([...pairs.map(({ target }) => target), ...[...workloads].flatMap(containerPorts)]);
  for (const { number, path } of portsOf(policy)) {
    const pair = known.has(number) ? undefined : pairs.find(({ port }) => port === number);
    if (pair) yield { subject: policy, path, message: `port ${number} is that of Service ${pair.service}, expected ${pair.target}, to which ztunnel delivers` };
  }
}

function* atWaypoint(mesh: MeshObjects, target: PolicyTarget, naming: ReadonlySet<AuthorizationPolicy>): Generator<Offence> {
  const { policy, target: { kind, name = '' } } = target;
  if (kind !== SERVICE.kind || !isOf(AUTHORIZATION_POLICY, policy) || !naming.has(policy) || !isAtWaypoint(mesh, target)) return;
  const pairs = portPairs(mesh, policy.namespace).filter(({ service }) => service === name);
  const known = new Set(pairs.map(({ port }) => port));
  for (const { number, path } of portsOf(policy)) {
    const pair = known.has(number) ? undefined : pairs.find((one) => one.target === number);
    if (pair) yield { subject: policy, path, message: `port ${number} is that of the pods, expected ${pair.port}, the port of Service ${name} that clients dial` };
  }
}

function containerPorts({ pod }: Workload): number[] {
  return (pod?.containers ?? []).flatMap(({ ports = [] }) => ports.flatMap(({ containerPort }) => containerPort ?? []));
}

function portsOf({ body }: AuthorizationPolicy) {
  return operationsOf(body.spec?.rules ?? []).flatMap(({ operation, path }) =>
    (operation.ports ?? []).map((port, index) => ({ number: Number(port), path: [...path, 'ports', index] })));
}

/** The ports of the Services of a namespace, with the pods in the input behind them. */
const portPairs = rememberEach((namespace: string) => namespace, (mesh: MeshObjects, namespace): readonly PortPair[] =>
  mesh.inNamespace(SERVICE, namespace).flatMap((owner) => servicesOf(owner, mesh.clusterDomain)).flatMap((service) =>
    endpointsOf(mesh, service).flatMap((workload) => service.ports.flatMap(({ number: port }) => {
      const target = targetPort(service, port, workload);
      return target === undefined ? [] : [{ service: service.owner.name, port, target, workload }];
    }))));
