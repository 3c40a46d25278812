import type { Headers } from '../request/headers';
import type { Claims } from '../request/token';
import type { Maybe } from '../request/truth';

/** What the policies of a waypoint look at. */
export interface PolicyInput {
  /** The caller's SPIFFE identity without `spiffe://`; null: it has none. */
  readonly principal: Maybe<string | null>;
  /** The address of the peer; absent where that is the waypoint itself, as it is for all but the tunnels of clients. */
  readonly peerIp?: Maybe<string>;
  /** The address that counts as the caller's. */
  readonly remoteIp: Maybe<string>;
  /** The address that the caller dialled. */
  readonly destinationIp: Maybe<string>;
  /** The port that the caller dialled. */
  readonly destinationPort: number;
  /** `""` where no ClientHello was seen. */
  readonly sni: string;
  /** Absent where the connection is not treated as HTTP. */
  readonly http?: HttpInput;
}

/** What they look at in an HTTP request, after its tokens were verified. */
export interface HttpInput {
  readonly method: string;
  /** Normalized, with the query. */
  readonly path: string;
  readonly host: string;
  readonly headers: Headers;
  /** The claims of the token that was verified; null: there is none. */
  readonly claims: Maybe<Claims | null>;
}
