import { isIPv4, isIPv6 } from 'net';
import { goQuote } from '../go-text';

/** The scheme of a URL, in lower case, or what is wrong with the URL. */
export interface ParsedUrl {
  readonly scheme: string;
  readonly error?: string;
}

/**
 * Reads a URL as Go does for the target of a request: with a scheme, or a path that begins with a slash.
 * @see Go net/url ParseRequestURI
 */
export function parseRequestUrl(text: string): ParsedUrl {
  const colon = /^([A-Za-z][A-Za-z0-9+.-]*)?:/.exec(text);
  const scheme = (colon?.[1] ?? '').toLowerCase();
  const problem = requestUrlProblem(text, colon !== null, scheme);
  return problem === undefined ? { scheme } : { scheme, error: `parse ${goQuote(text)}: ${problem}` };
}

function requestUrlProblem(text: string, hasColon: boolean, scheme: string): string | undefined {
  if ([...text].some((character) => character < ' ' || character === '\x7f')) return 'net/url: invalid control character in URL';
  if (text === '') return 'empty url';
  if (text === '*') return undefined;
  if (hasColon && scheme === '') return 'missing protocol scheme';
  const rest = text.slice(hasColon ? scheme.length + 1 : 0).split('?')[0];
  if (rest.startsWith('/')) return hierarchyProblem(rest, hasColon);
  return hasColon ? undefined : 'invalid URI for request';
}

function hierarchyProblem(rest: string, hasScheme: boolean): string | undefined {
  if (!hasScheme || !rest.startsWith('//')) return escapeProblem(rest);
  const [, authority, path] = /^\/\/([^/]*)(.*)$/.exec(rest)!;
  const at = authority.lastIndexOf('@');
  return userProblem(authority.slice(0, Math.max(0, at))) ?? hostProblem(authority.slice(at + 1)) ?? escapeProblem(path);
}

function userProblem(user: string): string | undefined {
  return /^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/.test(user) ? escapeProblem(user) : 'net/url: invalid userinfo';
}

function hostProblem(host: string): string | undefined {
  const bracket = host.lastIndexOf('[');
  if (bracket > 0) return 'invalid IP-literal';
  const port = host.slice(host.lastIndexOf(']') + 1).replace(/^[^:]*/, '');
  if (bracket === 0 && !host.includes(']')) return "missing ']' in host";
  if (!/^(:\d*)?$/.test(port)) return `invalid port ${goQuote(port)} after host`;
  if (bracket === 0) return literalProblem(host.slice(1, host.lastIndexOf(']')));
  const character = /[ \\^`{|}]/.exec(host)?.[0];
  return character === undefined ? escapeProblem(host, HOST_ESCAPE) : `invalid character ${goQuote(character)} in host name`;
}

/** Only an address of version 6 may stand in brackets. */
function literalProblem(address: string): string | undefined {
  if (isIPv4(address)) return 'invalid IP-literal';
  return isIPv6(address.replace('%25', '%')) ? undefined : `invalid host: ParseAddr(${goQuote(address)}): unable to parse IP`;
}

const ESCAPE = /%(?![0-9A-Fa-f]{2}).{0,2}/;
/** In the name of a host only bytes beyond ASCII may be escaped. */
const HOST_ESCAPE = /%(?![89A-Fa-f][0-9A-Fa-f]).{0,2}/;

function escapeProblem(text: string, pattern = ESCAPE): string | undefined {
  const escape = pattern.exec(text)?.[0];
  return escape === undefined ? undefined : `invalid URL escape ${goQuote(escape)}`;
}
