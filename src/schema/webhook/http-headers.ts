import { goQuote } from '../go-text';
import { variableProblem } from './header-variables';
import type { Findings } from './problem';
import { each, eachValue, errorAt } from './problem';

/** Changes of the headers of a request or a response. */
export interface HeaderChanges {
  readonly add?: Readonly<Record<string, string>>;
  readonly set?: Readonly<Record<string, string>>;
  readonly remove?: readonly string[];
}

export interface Headers {
  readonly request?: HeaderChanges;
  readonly response?: HeaderChanges;
}

const HEADER_NAME = /^[!#$%&'*+\-.^_`|~A-Za-z0-9]+$/;
const PSEUDO_HEADERS = [':method', ':scheme', ':authority', ':path', ':status'];

/** What is wrong with changes of headers. @see istio pkg/config/validation/virtualservice.go validateHTTPRoute */
export function* headerFindings({ request = {}, response = {} }: Headers = {}, path: string): Findings {
  yield* changeFindings(request, `${path}.request`, requestNameProblem);
  yield* changeFindings(response, `${path}.response`, changedNameProblem);
}

function* changeFindings(changes: HeaderChanges, path: string, addedNameProblem: (name: string) => string | undefined): Findings {
  for (const kind of ['add', 'set'] as const) {
    for (const [value, field, name] of eachValue(changes[kind], `${path}.${kind}`)) {
      yield* errorAt(field, addedNameProblem(name));
      yield* errorAt(field, valueProblem(value));
    }
  }
  for (const [name, field] of each(changes.remove, `${path}.remove`)) yield* errorAt(field, changedNameProblem(name));
}

/** Whether a name is that of the header with the host. */
export function isAuthority(name: string): boolean {
  return /^(:authority|host)$/i.test(name);
}

/** @see ValidateHTTPHeaderWithAuthorityOperationName */
function requestNameProblem(name: string): string | undefined {
  return isAuthority(name) ? undefined : changedNameProblem(name);
}

/** @see ValidateHTTPHeaderOperationName */
function changedNameProblem(name: string): string | undefined {
  if (name === '') return 'header name cannot be empty';
  if (name.toLowerCase() === 'host') return `invalid header ${goQuote(name)}: cannot set Host header`;
  return name.startsWith(':') ? `invalid header ${goQuote(name)}: header cannot have ":" prefix` : undefined;
}

/** Whether a name stands for a claim of a token. @see istio pkg/jwt ToRoutingClaim */
export function isClaim(name: string): boolean {
  return /^@request\.auth\.claims(\..|\[.+\]$)/i.test(name);
}

/** What is wrong with the name of a header to match. @see ValidateHTTPHeaderNameOrJwtClaimRoute */
export function matchNameProblem(name: string): string | undefined {
  if (isClaim(name) || PSEUDO_HEADERS.includes(name)) return undefined;
  return nameProblem(name);
}

/** What is wrong with the name of a header. */
export function nameProblem(name: string): string | undefined {
  if (name === '') return 'header name cannot be empty';
  return HEADER_NAME.test(name) ? undefined : `header name ${name} is not a valid header name`;
}

/** @see ValidateHTTPHeaderValue */
function valueProblem(value: string): string | undefined {
  if ([...value].some((character) => (character < ' ' && character !== '\t') || character === '\x7f')) {
    return `header value configuration ${value} is invalid`;
  }
  const problem = variableProblem(value);
  return problem && `header value configuration: invalid header configuration. ${problem}`;
}
