import type { Attribute, InputTest, PolicyContext } from './attribute';
import type { PolicyInput } from './policy-input';
import { withAliases } from './trust-domains';
import { inRange, parseIpRange } from '../request/ip-range';
import { quote } from '../request/regex';
import type { TextTest } from '../request/text-match';
import { regexTest, wildcardTest } from '../request/text-match';
import type { Maybe, Truth } from '../request/truth';
import { test } from '../request/truth';

/**
 * Attributes of who sends a request.
 * @see istio pilot/pkg/security/authz/model/generator.go
 */
export const PRINCIPAL = source((value, { trustDomains }) => {
  const tests = withAliases(value, trustDomains).map(wildcardTest);
  return identity((principal) => tests.some((matches) => matches(principal)));
});

export const NAMESPACE = source((value) => value.includes('*')
  ? identityUri(`.*/ns/${value.split('*').map(quote).join('.*')}/.*`)
  : identity((principal) => `spiffe://${principal}`.includes(`/ns/${value}/`)));

export const SERVICE_ACCOUNT = source((value, { namespace }) => {
  const slash = value.indexOf('/');
  const [ns, name] = slash < 0 ? [namespace, value] : [value.slice(0, slash), value.slice(slash + 1)];
  return identityUri(`spiffe://.+/ns/${quote(ns)}/(.+/|)sa/${quote(name)}(/.+)?`);
});

export const TRUST_DOMAIN = source((value, { trustDomains }) => {
  if (value === '*') return identity(() => true);
  if (value.includes('*')) return identityUri(`spiffe://${quote(value).replace('\\*', '[^/]*')}/.*`);
  const domains = trustDomains.includes(value) ? trustDomains : [value];
  return identity((principal) => domains.some((domain) => principal.startsWith(`${domain}/`)));
});

/** Never true where the peer of the listener that asks is the waypoint itself. */
export const SOURCE_IP = source((value) => {
  const matches = ipTest(value, ({ peerIp }) => peerIp!);
  return matches && ((input) => input.peerIp !== undefined && matches(input));
});

export const REMOTE_IP = source((value) => ipTest(value, ({ remoteIp }) => remoteIp));

/** A test of an address that an input has. */
export function ipTest(value: string, addressOf: (input: PolicyInput) => Maybe<string>): InputTest | undefined {
  const range = parseIpRange(value);
  return range && ((input) => test(addressOf(input), (address) => inRange(range, address)));
}

function source(compile: (value: string, context: PolicyContext) => InputTest | undefined): Attribute {
  return { isHttp: false, isOperation: false, compile };
}

/** A caller without identity matches nothing. */
function identity(matches: TextTest): InputTest {
  return ({ principal }): Truth => test(principal, (known) => known !== null && matches(known));
}

function identityUri(pattern: string): InputTest {
  const matches = regexTest(pattern);
  return identity((principal) => matches(`spiffe://${principal}`));
}
