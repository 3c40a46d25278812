import { goQuote } from '../go-text';
import { isAddress, prefixProblem } from './names';
import { asOneError } from './problem';

/** The checks of what the rules of an AuthorizationPolicy list. @see istio pkg/config/security/security.go */

export function emptyValueProblem(name: string, values: readonly string[]): string | undefined {
  return values.includes('') ? `empty value not allowed, found in ${name}` : undefined;
}

export function serviceAccountProblem(name: string, values: readonly string[]): string | undefined {
  if (values.length > 16) return 'may not have more than 16 values';
  for (const value of values) {
    const problem = oneServiceAccountProblem(name, value);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function oneServiceAccountProblem(name: string, value: string): string | undefined {
  const parts = value.split('/');
  const format = (found: string) => `expected format 'serviceAccount' or 'namespace/serviceAccount', found ${found}${goQuote(value)} in ${name}`;
  if (value === '') return `empty value not allowed, found in ${name}`;
  if (value.includes('*')) return `wildcard not allowed, found in ${name}`;
  if (parts.length > 2) return format('');
  if (value.length > 320) return `value cannot exceed 320 characters, found ${goQuote(value)} in ${name}`;
  if (parts[0] === '') return format('empty namespace ');
  return parts[parts.length - 1] === '' ? format('empty serviceAccount ') : undefined;
}

export function trustDomainProblem(name: string, values: readonly string[]): string | undefined {
  const slash = values.find((value) => value.includes('/'));
  return wildcardProblem(name, values) ?? (slash === undefined ? undefined : `trust domain must not contain '/', found in ${name}: ${goQuote(slash)}`);
}

function wildcardProblem(name: string, values: readonly string[]): string | undefined {
  const empty = emptyValueProblem(name, values);
  if (empty !== undefined) return empty;
  for (const value of values) {
    const stars = value.split('*').length - 1;
    if (stars > 1) return `at most one wildcard is allowed, found in ${name}: ${goQuote(value)}`;
    if (stars === 1 && !value.startsWith('*') && !value.endsWith('*')) {
      return `wildcard is only allowed at the start or end, found in ${name}: ${goQuote(value)}`;
    }
  }
  return undefined;
}

export function ipProblems(values: readonly string[]): string[] {
  return values.flatMap((value) => {
    if (!value.includes('/')) return isAddress(value) ? [] : [`bad IP address (${value})`];
    const problem = prefixProblem(value);
    return problem === undefined ? [] : [`bad CIDR range (${value}): ${problem}`];
  });
}

export function portProblems(values: readonly string[]): string[] {
  return values.flatMap((value) => {
    const problem = portTextProblem(value);
    return problem === undefined ? [] : [`bad port (${value}): ${problem}`];
  });
}

function portTextProblem(value: string): string | undefined {
  const reason = (text: string) => `strconv.ParseUint: parsing ${goQuote(value)}: ${text}`;
  if (!/^\d+$/.test(value)) return reason('invalid syntax');
  if (Number(value) > 0xffffffff) return reason('value out of range');
  return Number(value) > 65535 ? '<nil>' : undefined;
}

export function pathTemplateProblem(name: string, paths: readonly string[]): string | undefined {
  for (const path of paths) {
    const trimmed = path.replace(/^\/+|\/+$/g, '');
    const problem = templateProblem(trimmed, /\{\*\*?\}/.test(path));
    if (problem !== undefined) return `invalid or unsupported path ${trimmed}, found in ${name}. ${problem}`;
  }
  return undefined;
}

function templateProblem(path: string, isTemplate: boolean): string | undefined {
  let hasRest = false;
  for (const segment of path.split('/')) {
    if (segment === '{*}' || segment === '{**}') {
      if (hasRest) return '{**} is not the last operator';
      hasRest = segment === '{**}';
    } else if (/[{}]/.test(segment)) {
      return "Contains '{' or '}' beyond a supported path template";
    } else if (isTemplate && !/^[a-zA-Z0-9\-._~%!$&'()+,;:@=]+$/.test(segment)) {
      return `Contains segment ${segment} with invalid string literal`;
    }
  }
  return undefined;
}

type AttributeCheck = (key: string, values: readonly string[]) => string | undefined;

const anyValue: AttributeCheck = () => undefined;
const addresses: AttributeCheck = (_, values) => asOneError(ipProblems(values));
const mapKey: AttributeCheck = (key) => (/^[^[]+\[.+\]$/.test(key) ? undefined : `bad key (${key}): should have format a[b]`);
const deprecated: AttributeCheck = (key) => `deprecated attribute ${key}: only supported in v1alpha1`;

const ATTRIBUTES: Record<string, AttributeCheck | undefined> = {
  'source.ip': addresses,
  'remote.ip': addresses,
  'source.namespace': anyValue,
  'source.serviceAccount': serviceAccountProblem,
  'source.principal': anyValue,
  'source.trustDomain': wildcardProblem,
  'request.auth.principal': anyValue,
  'request.auth.audiences': anyValue,
  'request.auth.presenter': anyValue,
  'destination.ip': addresses,
  'destination.port': (_, values) => asOneError(portProblems(values)),
  'connection.sni': anyValue,
  'destination.namespace': (key) => `attribute ${key} is replaced by the metadata.namespace`,
  'destination.name': deprecated,
  'destination.user': deprecated,
};

const ATTRIBUTE_MAPS: Record<string, AttributeCheck> = {
  'request.headers': mapKey,
  'request.auth.claims': mapKey,
  'experimental.envoy.filters.': mapKey,
  'destination.labels': (key) => `attribute ${key} is replaced by the workload selector`,
};

/** What is wrong with a condition on an attribute. @see ValidateAttribute */
export function attributeProblem(key: string, values: readonly string[]): string | undefined {
  const empty = emptyValueProblem(key, values);
  if (empty !== undefined) return empty;
  const map = Object.keys(ATTRIBUTE_MAPS).find((prefix) => key.startsWith(prefix));
  const check = map === undefined ? ATTRIBUTES[key] : ATTRIBUTE_MAPS[map];
  return check ? check(key, values) : `unknown attribute: ${key}`;
}
