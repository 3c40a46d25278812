import type { FormFault, FormShape } from './form-fault';
import { formFaults } from './form-fault';
import type { Found } from './found';
import { found, notFound } from './found';
import type { RequestForm } from './request-form';
import { PROTOCOL_NAMES } from './request-form';
import { isMapping } from '../mesh/fields';
import type { FieldPath } from '../mesh/positions';
import { TokenFault } from '../request/token';

const TOKEN_SHAPE: FormShape = {
  claims: 'any', header: 'string', prefix: 'string', query: 'string', cookie: 'string', bad: 'string', raw: 'string',
};

/** What a request says, wherever it is written. */
export const REQUEST_SHAPE: FormShape = {
  ip: 'string', proto: 'string', sni: 'string', method: 'string', path: 'string', host: 'string', headers: 'any', jwt: { shape: TOKEN_SHAPE },
};

/** A request of a list: what else is known of it is carried along and not looked at. */
const LISTED_SHAPE: FormShape = { id: 'any', from: 'string', to: 'string', ...REQUEST_SHAPE, body: 'any', note: 'any', expect: 'any' };

/** Reads a request of a list. */
export function readRequestForm(value: unknown): Found<RequestForm> {
  const [first] = [...formFaults(LISTED_SHAPE, value), ...isMapping(value) ? requestFaults(value) : []];
  if (first) return notFound(first.message);
  const form = withoutNulls(value as object);
  return typeof form.to === 'string' ? found(form as unknown as RequestForm) : notFound('no "to", expected HOST:PORT');
}

/** What is null is not said. */
export function withoutNulls(value: object): { readonly [key: string]: unknown } {
  if (!Object.values(value).includes(null)) return value as { readonly [key: string]: unknown };
  return Object.fromEntries(Object.entries(value).filter(([, below]) => below !== null));
}

const TOKEN_FAULTS: readonly string[] = Object.values(TokenFault);

/** What is wrong with the values of a request, beyond their types. */
export function requestFaults(value: Readonly<Record<string, unknown>>, path: FieldPath = []): FormFault[] {
  const { proto, headers, jwt } = value;
  const claims = isMapping(jwt) ? jwt.claims : undefined;
  const bad = isMapping(jwt) ? jwt.bad : undefined;
  return [
    ...isOneOf(proto, PROTOCOL_NAMES) ? [] : [fault([...path, 'proto'], proto, `one of ${PROTOCOL_NAMES.join(', ')}`)],
    ...isHeaders(headers) ? [] : [fault([...path, 'headers'], headers, 'a mapping of texts, or a list of pairs of texts')],
    ...isNothing(claims) || isMapping(claims) ? [] : [fault([...path, 'jwt', 'claims'], claims, 'a mapping')],
    ...isOneOf(bad, TOKEN_FAULTS) ? [] : [fault([...path, 'jwt', 'bad'], bad, `one of ${TOKEN_FAULTS.join(', ')}`)],
  ];
}

function fault(path: FieldPath, value: unknown, expected: string): FormFault {
  return { path, message: `${path[path.length - 1]} is ${JSON.stringify(value)}, expected ${expected}` };
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null;
}

function isOneOf(value: unknown, allowed: readonly string[]): boolean {
  return isNothing(value) || allowed.includes(value as string);
}

function isHeaders(value: unknown): boolean {
  if (isNothing(value)) return true;
  if (isMapping(value)) return Object.values(value).every((one) => typeof one === 'string');
  return Array.isArray(value) && value.every((line) => Array.isArray(line) && line.length === 2 && line.every((one) => typeof one === 'string'));
}
