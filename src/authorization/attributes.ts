import type { Attribute } from './attribute';
import { DESTINATION_IP, DESTINATION_PORT, ENVOY_METADATA, headerAttribute, SNI } from './request-attributes';
import { NAMESPACE, PRINCIPAL, REMOTE_IP, SERVICE_ACCOUNT, SOURCE_IP, TRUST_DOMAIN } from './source-attributes';
import { AUDIENCES, claimAttribute, PRESENTER, REQUEST_PRINCIPAL } from './token-attributes';

/** Keys of `when` that stand for themselves. */
const BY_KEY: ReadonlyMap<string, Attribute> = new Map([
  ['source.ip', SOURCE_IP],
  ['remote.ip', REMOTE_IP],
  ['source.namespace', NAMESPACE],
  ['source.trustDomain', TRUST_DOMAIN],
  ['source.serviceAccount', SERVICE_ACCOUNT],
  ['source.principal', PRINCIPAL],
  ['request.auth.principal', REQUEST_PRINCIPAL],
  ['request.auth.audiences', AUDIENCES],
  ['request.auth.presenter', PRESENTER],
  ['destination.ip', DESTINATION_IP],
  ['destination.port', DESTINATION_PORT],
  ['connection.sni', SNI],
]);

const HEADER = 'request.headers';
const CLAIM = 'request.auth.claims';
const METADATA = 'experimental.envoy.filters.';

/** An attribute whose key has no name that can be read: no value of it can be used. */
const UNREADABLE: Attribute = { isHttp: true, isOperation: false, compile: () => undefined };

/**
 * The attribute that a key of `when` names; undefined for a key that Istio does not know.
 * @see istio pilot/pkg/security/authz/model/model.go New
 */
export function attributeOf(key: string): Attribute | undefined {
  const known = BY_KEY.get(key);
  if (known) return known;
  if (key.startsWith(METADATA)) return ENVOY_METADATA;
  if (key.startsWith(HEADER)) {
    const name = inBrackets(key.slice(HEADER.length));
    return name === undefined ? UNREADABLE : headerAttribute(name);
  }
  if (!key.startsWith(CLAIM)) return undefined;
  const path = inNestedBrackets(key.slice(CLAIM.length));
  return path ? claimAttribute(path) : UNREADABLE;
}

/** @see istio pilot/pkg/security/authz/model/util.go extractNameInBrackets */
function inBrackets(text: string): string | undefined {
  return /^\[(.*)\]$/s.exec(text)?.[1];
}

/** @see istio pilot/pkg/security/authz/model/util.go extractNameInNestedBrackets */
function inNestedBrackets(text: string): string[] | undefined {
  if (/^(\[[^[\]]*\])+$/.test(text)) return text.slice(1, -1).split('][');
  const name = inBrackets(text);
  return name === undefined ? undefined : [name];
}
