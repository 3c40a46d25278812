import type { InputTest, PolicyContext } from '../authorization/attribute';
import { attributeOf } from '../authorization/attributes';
import type { AuthorizationPolicy } from '../authorization/rbac';
import { NAMESPACE, PRINCIPAL, REMOTE_IP, SERVICE_ACCOUNT, TRUST_DOMAIN } from '../authorization/source-attributes';
import type { L4Condition } from '../authorization/ztunnel/l4-condition';
import { l4Conditions } from '../authorization/ztunnel/l4-condition';
import type { PolicySource } from '../mesh/kinds/istio-security';
import type { MeshObjects } from '../mesh/mesh-objects';
import { rememberPair } from '../mesh/remember';
import type { Maybe, Truth } from '../request/truth';
import { isUnknown, unknown } from '../request/truth';

/** What policies look at of a client. */
export interface Caller {
  readonly principal: Maybe<string | null>;
  readonly ip: Maybe<string>;
}

/** One question that a policy asks about a client. */
type CallerTest = (caller: Caller) => Truth;

const SOURCE_FIELDS = [
  { fields: ['principals', 'notPrincipals'], attribute: PRINCIPAL, l4: 'principal' },
  { fields: ['namespaces', 'notNamespaces'], attribute: NAMESPACE, l4: 'namespace' },
  { fields: ['serviceAccounts', 'notServiceAccounts'], attribute: SERVICE_ACCOUNT, l4: 'serviceAccount' },
  { fields: ['trustDomains', 'notTrustDomains'], attribute: TRUST_DOMAIN, l4: undefined },
  { fields: ['remoteIpBlocks', 'notRemoteIpBlocks'], attribute: REMOTE_IP, l4: undefined },
  { fields: ['ipBlocks', 'notIpBlocks'], attribute: undefined, l4: 'sourceIp' },
] as const satisfies readonly { readonly fields: readonly (keyof PolicySource)[]; readonly attribute: unknown; readonly l4: unknown }[];

const KEYS = ['source.ip', 'remote.ip', 'source.namespace', 'source.trustDomain', 'source.serviceAccount', 'source.principal'];
const L4_OF_KEY = { 'source.ip': 'sourceIp', 'source.namespace': 'namespace', 'source.principal': 'principal' } as const;

/** All that a policy asks about its callers, at a waypoint or at ztunnel. */
export const callerTests = rememberPair((mesh: MeshObjects, policy: AuthorizationPolicy): readonly CallerTest[] => {
  const { config } = mesh;
  const { namespace, body: { spec } } = policy;
  const context = { namespace, trustDomains: [config.trustDomain, ...config.trustDomainAliases] };
  return (spec?.rules ?? []).flatMap(({ from = [], when = [] }) => [
    ...from.flatMap(({ source = {} }) => sourceTests(source, context)),
    ...when.filter(({ key = '' }) => KEYS.includes(key)).flatMap(({ key = '', values = [], notValues = [] }) =>
      [...values, ...notValues].flatMap((value) => keyTests(key, value, context))),
  ]);
});

function sourceTests(source: PolicySource, context: PolicyContext): CallerTest[] {
  return SOURCE_FIELDS.flatMap(({ fields, attribute, l4 }) => fields.flatMap((field) => (source[field] ?? []).flatMap((value) => [
    ...attribute ? atWaypoint(attribute.compile(value, context)) : [],
    ...l4 ? l4Conditions(l4, [value], undefined, context.namespace).map(atZtunnel) : [],
  ])));
}

function keyTests(key: string, value: string, context: PolicyContext): CallerTest[] {
  const l4 = Object.hasOwn(L4_OF_KEY, key) ? L4_OF_KEY[key as keyof typeof L4_OF_KEY] : undefined;
  return [
    ...atWaypoint(attributeOf(key)?.compile(value, context)),
    ...l4 ? l4Conditions(l4, [value], undefined, context.namespace).map(atZtunnel) : [],
  ];
}

const NOWHERE = unknown('the destination');

function atWaypoint(test: InputTest | undefined): CallerTest[] {
  return test ? [({ principal, ip }) => test({ principal, remoteIp: ip, destinationIp: NOWHERE, destinationPort: 0, sni: '' })] : [];
}

function atZtunnel(holds: L4Condition): CallerTest {
  return ({ principal, ip }) => holds({ principal, sourceIp: ip, destinationIp: NOWHERE, destinationPort: NOWHERE });
}

/** What tests say of a caller, as one text: callers of which they say the same are alike to them. */
export function answersOf(tests: readonly CallerTest[], caller: Caller): string {
  return tests.map((test) => {
    const truth = test(caller);
    return isUnknown(truth) ? '?' : truth ? '1' : '0';
  }).join('');
}
