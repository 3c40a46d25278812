import { Headers } from '../request/headers';
import type { HeaderLine } from '../request/headers';
import type { Request } from '../request/request';
import { Protocol } from '../request/request';
import type { Token, TokenPlace } from '../request/token';
import { Claims, TokenFault } from '../request/token';

/** A request as files and the API write it; what is not said is not sent. */
export interface RequestForm {
  readonly id?: string;
  readonly from?: string;
  readonly ip?: string;
  readonly to: string;
  readonly proto?: string;
  readonly sni?: string;
  readonly method?: string;
  readonly path?: string;
  readonly host?: string;
  readonly headers?: readonly HeaderLine[] | Readonly<Record<string, string>>;
  readonly jwt?: TokenForm;
}

/** A token as files and the API write it. Without place it is in the header `authorization`. */
export interface TokenForm {
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly header?: string;
  readonly prefix?: string;
  readonly query?: string;
  readonly cookie?: string;
  readonly bad?: string;
  /** This text in place of a token. */
  readonly raw?: string;
}

/** Stands for the text of a token. */
export const TOKEN_TEXT = 'TOKEN';

/**
 * The request that a form means.
 * @param defaultHost what the client writes as host if the form does not say
 */
export function requestOf(form: RequestForm, caller: Request['caller'], defaultHost: string): Request {
  const { proto = Protocol.HTTP1, method = 'GET', path, host = defaultHost, headers = [], sni, jwt } = form;
  const lines = Array.isArray(headers) ? headers as HeaderLine[] : Object.entries(headers);
  const plain = { caller, protocol: proto as Protocol, method, path: path || '/', host, ...(sni !== undefined && { sni }) };
  return jwt ? withToken(plain, lines, jwt) : { ...plain, headers: new Headers(lines), token: null };
}

/** Puts a token where its form says. */
function withToken(plain: Omit<Request, 'headers' | 'token'>, lines: readonly HeaderLine[], form: TokenForm): Request {
  const token = tokenOf(form);
  const { place } = token;
  const text = form.raw ?? TOKEN_TEXT;
  const separator = plain.path.includes('?') ? '&' : '?';
  const path = place.kind === 'query' ? `${plain.path}${separator}${place.name}=${text}` : plain.path;
  return { ...plain, path, headers: new Headers([...lines, ...tokenLine(place, text)]), token };
}

function tokenOf(form: TokenForm): Token {
  const fault = form.raw === undefined ? form.bad as TokenFault | undefined : TokenFault.MALFORMED;
  return { place: placeOf(form), claims: new Claims(form.claims ?? {}), ...(fault && { fault }) };
}

function placeOf({ header, prefix, query, cookie }: TokenForm): TokenPlace {
  if (query !== undefined) return { kind: 'query', name: query };
  if (cookie !== undefined) return { kind: 'cookie', name: cookie };
  return header === undefined ? { kind: 'header', name: 'authorization', prefix: 'Bearer ' } : { kind: 'header', name: header, prefix: prefix ?? '' };
}

function tokenLine(place: TokenPlace, text: string): HeaderLine[] {
  if (place.kind === 'header') return [[place.name, `${place.prefix}${text}`]];
  return place.kind === 'cookie' ? [['cookie', `${place.name}=${text}`]] : [];
}
