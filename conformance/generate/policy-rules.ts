import type { Plan } from './plan';
import type { Random } from './random';

type Fields = Record<string, string[]>;

/** Values of each field of a policy's source, by the name of the field. */
export const SOURCE_VALUES: Record<string, readonly string[]> = {
  principals: ['*', 'cluster.local/ns/ns1/sa/web', 'cluster.local/ns/ns2/*', '*/sa/default', 'cluster.local/ns/ns1/sa/we*', 'spiffe://cluster.local/ns/ns1/sa/web'],
  namespaces: ['ns1', 'ns2', 'ns*', '*2', '*'],
  serviceAccounts: ['ns1/web', 'default', 'ns2/default', 'web'],
  trustDomains: ['cluster.local', 'td.example', '*.local', '*'],
  ipBlocks: ['10.244.0.0/16', '10.8.0.0/16', '192.0.2.7', '2001:db8::/32'],
  requestPrincipals: ['*', 'iss-a/alice', 'iss-a/*', '*/bob'],
  remoteIpBlocks: ['10.244.0.0/16', '10.9.0.0/16', '192.0.2.7', '2001:db8::/32'],
};

/** Values of each field of a policy's operation. */
export const OPERATION_VALUES: Record<string, readonly string[]> = {
  hosts: ['*', 'a.example', '*.example', 'a.*', 'svc0.ns1.svc.cluster.local', 'c.org:8080'],
  ports: ['80', '8080', '9000', '443'],
  methods: ['GET', 'POST', 'P*', '*T', '*', 'DELETE', 'FOO'],
  paths: ['/', '/a', '/a*', '*/v1', '/api/v1', '/api/{*}', '/deep/{**}', '/mid/{**}/x', '/{*}/b', '*', '/p.S/M'],
};

/** Values of each condition. */
export const CONDITION_VALUES: Record<string, readonly string[]> = {
  'request.headers[x-team]': ['red', 'r*', '*d', '*'],
  'request.headers[:method]': ['GET'],
  'request.headers[:path]': ['/a', '/a*'],
  'request.headers[:authority]': ['a.example', 'a.*'],
  'request.headers[Host]': ['a.example'],
  'source.trustDomain': ['cluster.local', '*'],
  'request.auth.claims[aud]': ['aud'],
  'request.auth.claims[scope]': ['read'],
  'source.ip': ['10.244.0.0/16', '192.0.2.7'],
  'remote.ip': ['10.244.0.0/16', '10.9.0.0/16'],
  'source.namespace': ['ns1', 'ns*'],
  'source.principal': ['cluster.local/ns/ns1/sa/web', '*'],
  'source.serviceAccount': ['ns1/web', 'default'],
  'request.auth.principal': ['iss-a/alice', '*'],
  'request.auth.audiences': ['aud'],
  'request.auth.presenter': ['pres'],
  'request.auth.claims[role]': ['admin', 'ad*'],
  'request.auth.claims[nested][role]': ['admin'],
  'destination.ip': ['10.96.0.0/16'],
  'destination.port': ['80', '8080'],
  'connection.sni': ['a.example', '*.example'],
  'experimental.envoy.filters.a[b]': ['c'],
};

/**
 * Rules of an AuthorizationPolicy, with every operator.
 * @param withSources whether they may look at the client: refused for the action CUSTOM, but for a few
 */
export function policyRules({ random }: Plan, count: number, withSources: boolean): object[] {
  return random.list(count, () => withSources || random.chance(0.1) ? policyRule(random) : { to: operations(random) });
}

function policyRule(random: Random): object {
  const from = random.maybe(0.55, () => ({ from: sources(random) }));
  const to = random.maybe(0.55, () => ({ to: operations(random) }));
  const when = random.maybe(from || to ? 0.25 : 0.9, () => ({ when: conditions(random) }));
  return { ...from, ...to, ...when };
}

function sources(random: Random): object[] {
  return random.list(random.pick([1, 1, 2]), () => ({ source: fields(random, SOURCE_VALUES) }));
}

function operations(random: Random): object[] {
  return random.list(random.pick([1, 1, 2]), () => ({ operation: fields(random, OPERATION_VALUES) }));
}

function conditions(random: Random): object[] {
  return random.some(Object.keys(CONDITION_VALUES), 1, 2).map((key) => condition(random, key));
}

/** One to three fields, each as it is or negated. */
function fields(random: Random, values: Record<string, readonly string[]>): Fields {
  const chosen = random.some(Object.keys(values), 1, random.pick([1, 1, 2, 3]))
    // Refused side by side.
    .filter((name, _, all) => name !== 'serviceAccounts' || !all.some((other) => other === 'principals' || other === 'namespaces'));
  const names = chosen.length > 0 ? chosen : [Object.keys(values)[0]];
  return Object.fromEntries(names.map((name) => {
    const field = random.chance(0.25) ? `not${name[0].toUpperCase()}${name.slice(1)}` : name;
    return [field, random.some(values[name], 1, 2)];
  }));
}

function condition(random: Random, key: string): object {
  const all = CONDITION_VALUES[key];
  const kind = random.pick(['values', 'values', 'notValues', 'both']);
  return {
    key,
    ...(kind !== 'notValues' && { values: random.some(all, 1, 2) }),
    ...(kind !== 'values' && { notValues: random.some(all, 1, 1) }),
  };
}
