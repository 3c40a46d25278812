import type { Headers } from './headers';
import type { Token } from './token';
import type { Maybe } from './truth';

/** What a client speaks. */
export enum Protocol {
  HTTP1 = 'http',
  /** HTTP/2 without TLS, which gRPC uses as well. */
  HTTP2 = 'h2',
  /** Bytes that are not HTTP. */
  TCP = 'tcp',
  TLS = 'tls',
}

/** Who sends a request. */
export interface Caller {
  /** Its SPIFFE identity without `spiffe://`; null: it has none, as its connection is not encrypted by the mesh. */
  readonly principal: Maybe<string | null>;
  /** Its address. */
  readonly ip: Maybe<string>;
}

/** One request as its client sends it. For TCP and TLS only `sni` counts of the rest. */
export interface Request {
  readonly caller: Caller;
  readonly protocol: Protocol;
  readonly method: string;
  /** With the query. */
  readonly path: string;
  /** The value of `:authority`, or of the header `host`. */
  readonly host: string;
  readonly headers: Headers;
  /** What the ClientHello names; undefined: nothing. */
  readonly sni?: string;
  /** JSON web tokens in it; not known where it may have one that is not told. */
  readonly token: Maybe<Token | null>;
}

/** Whether a protocol is HTTP. */
export function isHttp(protocol: Protocol): boolean {
  return protocol === Protocol.HTTP1 || protocol === Protocol.HTTP2;
}
