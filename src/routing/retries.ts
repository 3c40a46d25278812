import type { HttpRule } from '../mesh/kinds/istio-traffic';
import type { MeshObjects } from '../mesh/mesh-objects';
import type { MeshService } from '../registry/mesh-service';
import { milliseconds } from '../schema/go-duration';
import { HTTP_STATUS } from '../schema/webhook/http-options';

/** When a waypoint asks backends again, and how often. Durations are in milliseconds. */
export interface Retries {
  /** Beyond the first attempt. */
  readonly attempts: number;
  /** Envoy's conditions. */
  readonly on: readonly string[];
  /** Statuses of HTTP that count as failures. */
  readonly codes: readonly number[];
  /** Limit of each attempt. */
  readonly perTryTimeout?: number;
  /** Between attempts at least. */
  readonly backoff?: number;
}

/** Envoy's condition that stands for statuses. */
export const STATUS_CODES = 'retriable-status-codes';
const DEFAULT_CONDITIONS = ['connect-failure', 'refused-stream', 'unavailable', 'cancelled', STATUS_CODES];

/** What the mesh does unless a route says otherwise. @see istio pilot/pkg/networking/core/route/retry/retry.go DefaultPolicy */
const DEFAULT: Retries = { attempts: 2, on: DEFAULT_CONDITIONS, codes: [] };

/**
 * The retries of a route; undefined: none.
 * @see istio pilot/pkg/networking/core/route/retry/retry.go ConvertPolicy
 */
export function retriesOf({ retries }: HttpRule): Retries | undefined {
  if (!retries) return DEFAULT;
  const { attempts = 0, retryOn, perTryTimeout, backoff } = retries;
  if (attempts <= 0) return undefined;
  const durations = { perTryTimeout: durationOf(perTryTimeout), backoff: durationOf(backoff) };
  const set = Object.fromEntries(Object.entries(durations).filter(([, value]) => value !== undefined));
  return { attempts, ...conditionsOf(retryOn), ...set };
}

/**
 * The retries of requests that no route is for; undefined: none. Older releases ask again only what was not sent yet.
 * @param service undefined: the client dialled a pod
 * @see istio pilot/pkg/networking/core/httproute.go buildSidecarInboundHTTPRouteConfig
 */
export function defaultRetries(mesh: MeshObjects, service: MeshService | undefined, port: number): Retries | undefined {
  if (mesh.supports('defaultWaypointRetries')) return DEFAULT;
  const isGrpc = service?.ports.some(({ number, protocol }) => number === port && protocol.isGrpc);
  return isGrpc ? undefined : { attempts: 2, on: ['reset-before-request'], codes: [] };
}

/** Numbers among the conditions are statuses. */
function conditionsOf(retryOn: string | undefined): Pick<Retries, 'on' | 'codes'> {
  if (!retryOn) return { on: DEFAULT_CONDITIONS, codes: [] };
  const parts = retryOn.split(',').map((part) => part.trim()).filter(Boolean);
  const codes = parts.filter((part) => HTTP_STATUS.test(part)).map(Number);
  const on = parts.filter((part) => !HTTP_STATUS.test(part));
  const isImplied = codes.length > 0 && !on.some((condition) => condition.includes(STATUS_CODES));
  return { on: isImplied ? [...on, STATUS_CODES] : on, codes };
}

function durationOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : milliseconds(text);
}
