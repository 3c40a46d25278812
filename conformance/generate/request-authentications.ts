import type { Manifest } from './manifest';
import { manifest, SECURITY } from './manifest';
import type { Plan } from './plan';
import { ROOT_NAMESPACE } from './plan';
import type { Random } from './random';

/** RequestAuthentications; the judge signs tokens with one key, whatever key they name. */
export function requestAuthentications(plan: Plan, count: number): Manifest[] {
  const { random } = plan;
  return random.list(count, (index) => {
    const { namespace, target } = targetOf(plan);
    const jwtRules = random.list(random.pick([1, 1, 1, 2]), (at) => jwtRule(random, at));
    return manifest(SECURITY, 'RequestAuthentication', namespace, `ra${index}`, { spec: { ...random.chance(0.03) ? {} : { targetRefs: [target] }, jwtRules } }, {
      labels: { 'istio.io/rev': random.maybe(0.04, () => random.pick(['default', 'canary'])) },
    });
  });
}

function targetOf(plan: Plan): { namespace: string; target: object } {
  const { random } = plan;
  const gatewayApi = 'gateway.networking.k8s.io';
  const service = random.pick(plan.services);
  const gateway = random.pick(plan.gateways);
  switch (random.pick(['Service', 'Service', 'Service', 'Gateway', 'Gateway', 'GatewayClass', 'ServiceEntry'])) {
    case 'Gateway': return { namespace: gateway.namespace, target: { group: gatewayApi, kind: 'Gateway', name: gateway.name } };
    case 'GatewayClass': return { namespace: ROOT_NAMESPACE, target: { group: gatewayApi, kind: 'GatewayClass', name: 'istio-waypoint' } };
    case 'ServiceEntry': return { namespace: plan.entries.at(0)?.namespace ?? 'ns1', target: { group: 'networking.istio.io', kind: 'ServiceEntry', name: plan.entries.at(0)?.name ?? 'se0' } };
    default: return { namespace: service.namespace, target: { group: '', kind: 'Service', name: service.name } };
  }
}

/** @param at its index among the rules of one object, whose issuers differ */
function jwtRule(random: Random, at: number): object {
  return {
    issuer: at === 0 ? random.pick(['iss-a', 'iss-b']) : 'iss-c',
    ...random.pick<object>([{ jwksUri: 'https://keys.example.com/jwks' }, { jwks: '{"keys":[]}' }]),
    ...random.maybe(0.2, () => ({ audiences: ['aud'] })),
    ...random.maybe(0.2, () => ({ forwardOriginalToken: true })),
    ...random.maybe(0.15, () => random.pick<object>([
      { fromHeaders: [{ name: 'x-token' }] }, { fromHeaders: [{ name: 'x-token', prefix: 'Token ' }] }, { fromParams: ['token'] }, { fromCookies: ['session'] },
      { fromHeaders: [{ name: 'x-token' }], fromParams: ['token'], fromCookies: ['session'] },
    ])),
    ...random.maybe(0.2, () => ({ outputClaimToHeaders: random.pick([[{ header: 'x-sub', claim: 'sub' }], [{ header: 'x-team', claim: 'role' }], [{ header: 'X-V', claim: 'nested.role' }, { header: 'x-team', claim: 'aud' }]]) })),
    ...random.maybe(0.1, () => ({ outputPayloadToHeader: random.pick(['x-payload', 'x-team']) })),
    ...random.maybe(0.05, () => ({ timeout: '5s' })),
  };
}
