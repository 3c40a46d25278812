import type { Headers } from '../request/headers';
import { familyOf } from '../request/ip-range';
import type { Caller, Request } from '../request/request';
import type { Maybe } from '../request/truth';
import { isUnknown, unsaid } from '../request/truth';

const FORWARDED_FOR = 'x-forwarded-for';

/**
 * The address that counts as the caller's in an HTTP request at a waypoint: what the last entry of X-Forwarded-For says, though the
 * caller wrote it, else its own.
 * @see envoy source/common/http/conn_manager_utility.cc mutateRequestHeaders, with use_remote_address off
 */
export function remoteIpOf({ caller, headers }: Request): Maybe<string> {
  const lines = headers.values(FORWARDED_FOR);
  if (isUnknown(lines)) return isUnknown(caller.ip) ? unsaid('the address of the caller') : caller.ip;
  if (lines.length === 0) return caller.ip;
  const last = lines.join(',').split(',').at(-1)?.trim();
  return last && familyOf(last) ? last : caller.ip;
}

/**
 * The headers of a request as an ingress gateway has them: the address of the caller stands behind those that X-Forwarded-For names. Without
 * that address it is left as it is.
 * @see envoy source/common/http/conn_manager_utility.cc mutateRequestHeaders, with use_remote_address on
 */
export function forwardedFor(headers: Headers, { ip }: Caller): Headers {
  if (isUnknown(ip)) return headers;
  const given = headers.given(FORWARDED_FOR).filter(Boolean);
  return headers.without(FORWARDED_FOR).with(FORWARDED_FOR, [...given, ip].join(','));
}
