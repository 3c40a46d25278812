import { Headers } from '../request/headers';
import type { HeaderLine } from '../request/headers';
import type { Request } from '../request/request';
import { Protocol } from '../request/request';
import type { Token, TokenPlace } from '../request/token';
import { Claims, TokenFault } from '../request/token';
import { unsaid } from '../request/truth';

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

/** A call of gRPC: HTTP/2 with its method and its type of content. */
const GRPC = 'grpc';
const GRPC_CONTENT: HeaderLine = ['content-type', 'application/grpc'];

/** What a client can speak, as forms name it. */
export const PROTOCOL_NAMES: readonly string[] = [...Object.values(Protocol), GRPC];

/** Stands for the text of a token. */
export const TOKEN_TEXT = 'TOKEN';

/** What a form leaves to others. */
export interface FormContext {
  readonly caller: Request['caller'];
  /** What the client writes as host if the form does not say. */
  readonly defaultHost: string;
  /** Whether the form says all of the request. Else it may have more headers, a token, and that token more claims. */
  readonly isComplete: boolean;
}

/** The request that a form means. */
export function requestOf(form: RequestForm, context: FormContext): Request {
  const { caller, defaultHost, isComplete } = context;
  const { method = form.proto === GRPC ? 'POST' : 'GET', path, host = defaultHost, sni, jwt } = form;
  const lines = linesOf(form);
  const plain = { caller, protocol: protocolOf(form), method, path: path || '/', host, ...(sni !== undefined && { sni }) };
  if (jwt) return withToken(plain, lines, jwt, isComplete);
  return { headers: new Headers(lines, isComplete), token: isComplete ? null : unsaid('the token'), ...plain };
}

function protocolOf({ proto = Protocol.HTTP1 }: RequestForm): Protocol {
  return proto === GRPC ? Protocol.HTTP2 : proto as Protocol;
}

function linesOf({ headers = [], proto }: RequestForm): readonly HeaderLine[] {
  const lines = Array.isArray(headers) ? headers as HeaderLine[] : Object.entries(headers);
  const isTyped = lines.some(([name]) => name.toLowerCase() === GRPC_CONTENT[0]);
  return proto === GRPC && !isTyped ? [GRPC_CONTENT, ...lines] : lines;
}

/** Puts a token where its form says. */
function withToken(
  plain: Omit<Request, 'headers' | 'token'>, lines: readonly HeaderLine[], form: TokenForm, isComplete: boolean,
): Request {
  const token = tokenOf(form, isComplete);
  const { place } = token;
  const text = form.raw ?? TOKEN_TEXT;
  const separator = plain.path.includes('?') ? '&' : '?';
  const path = place.kind === 'query' ? `${plain.path}${separator}${place.name}=${text}` : plain.path;
  return { ...plain, path, headers: new Headers([...lines, ...tokenLine(place, text)], isComplete), token };
}

function tokenOf(form: TokenForm, isComplete: boolean): Token {
  const fault = form.raw === undefined ? form.bad as TokenFault | undefined : TokenFault.MALFORMED;
  return { place: placeOf(form), claims: new Claims(form.claims ?? {}, isComplete), ...(fault && { fault }) };
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
