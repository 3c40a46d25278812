import type { Answer, Way } from './ask';
import type { Box, Dimension } from './dimension';
import type { Manifest } from '../mesh/manifest';
import type { Protocol } from '../request/request';
import type { RequestForm } from '../traffic/request-form';

/** What changed for clients. */
export enum AccessKind {
  /** A request is allowed that was not. */
  GAINED = 'gained',
  /** A request is not allowed any more. */
  LOST = 'lost',
  /** Requests go past the waypoint, or there is none any more. */
  UNGUARDED = 'unguarded',
  /** Requests take a waypoint that went past it, or had none. */
  GUARDED = 'guarded',
  /** Requests take another waypoint, or share themselves out otherwise. */
  MOVED = 'moved',
}

interface Common {
  /** The Service, ServiceEntry or workload that is dialled. */
  readonly manifest: Manifest;
  /** Null for a workload. */
  readonly host: string | null;
  /** As `explain --from` takes them, sorted. */
  readonly clients: readonly string[];
  /** False where one of the two answers is not known, or depends on chance. */
  readonly isCertain: boolean;
}

/** Requests that are answered otherwise than before. */
export interface VerdictChange extends Common {
  readonly kind: AccessKind.GAINED | AccessKind.LOST;
  readonly port: number;
  readonly requests: AskedRequests;
  /** One of the requests. */
  readonly example: RequestForm;
  /** Null: what is dialled is not there. */
  readonly before: Answer | null;
  readonly after: Answer | null;
}

/** Some of the requests that are asked of a port. */
export interface AskedRequests {
  readonly protocol: Protocol;
  readonly dimensions: readonly Dimension[];
  readonly boxes: readonly Box[];
}

/** Requests that get on another way than before, whatever they say. */
export interface WayChange extends Common {
  readonly kind: AccessKind.UNGUARDED | AccessKind.GUARDED | AccessKind.MOVED;
  readonly before: Way;
  readonly after: Way;
  /** What was enforced on the way and is not any more. */
  readonly policiesLost: readonly Manifest[];
  readonly policiesGained: readonly Manifest[];
}

export type AccessChange = VerdictChange | WayChange;

/** A port of which not all requests were asked that policies and routes speak of, as they are too many. */
export interface AskingLimit {
  readonly manifest: Manifest;
  /** Null for a workload. */
  readonly host: string | null;
  readonly port: number;
  readonly protocol: Protocol;
  /** How many combinations of values were asked. */
  readonly asked: number;
  /** How many there are. */
  readonly total: number;
}
