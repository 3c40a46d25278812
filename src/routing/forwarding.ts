import type { Cluster, Sender } from './cluster';
import { findCluster } from './cluster';
import type { Retries } from './retries';
import { defaultRetries, retriesOf } from './retries';
import type { Destination, HttpRule } from '../mesh/kinds/istio-traffic';
import type { MeshObjects } from '../mesh/mesh-objects';
import type { MeshService } from '../registry/mesh-service';
import { milliseconds } from '../schema/go-duration';

/** How a waypoint passes requests on. */
export interface Forwarding {
  /** How long all attempts together may take, in milliseconds; undefined: as long as it takes. */
  readonly timeout?: number;
  /** Undefined: it tries once. */
  readonly retries?: Retries;
  /** Whether the route says how often it tries; else the mesh does. */
  readonly hasOwnRetries: boolean;
  /** Where copies go to; nobody waits for their answers. */
  readonly mirrors: readonly Mirror[];
}

/** A place where copies of requests go to. */
export interface Mirror {
  readonly cluster: Cluster;
  /** Of each hundred requests so many are copied. */
  readonly percent: number;
}

/**
 * How a rule passes requests on.
 * @see istio pilot/pkg/networking/core/route/route.go applyHTTPRouteDestination
 */
export function forwardingOf(mesh: MeshObjects, sender: Sender, rule: HttpRule): Forwarding {
  const timeout = rule.timeout === undefined ? 0 : milliseconds(rule.timeout);
  const retries = retriesOf(rule);
  const mirrors = copies(rule)
    .filter(({ percent }) => percent > 0)
    .map(({ destination, percent }) => ({ cluster: findCluster(mesh, sender, destination), percent }));
  return { mirrors, hasOwnRetries: rule.retries !== undefined, ...(timeout && { timeout }), ...(retries && { retries }) };
}

/**
 * How requests are passed on that no route is for.
 * @param service undefined: the client dialled a pod
 */
export function defaultForwarding(mesh: MeshObjects, service: MeshService | undefined, port: number): Forwarding {
  const retries = defaultRetries(mesh, service, port);
  return { mirrors: [], hasOwnRetries: false, ...(retries && { retries }) };
}

interface Copy { readonly destination: Destination; readonly percent: number }

/** @see istio pilot/pkg/networking/core/route/route.go MirrorPercent, MirrorPercentByPolicy */
function copies({ mirror, mirrors = [], ...rule }: HttpRule): Copy[] {
  const older = rule.mirrorPercent ?? rule.mirror_percent ?? 100;
  return [
    ...mirror ? [{ destination: mirror, percent: percentOf(rule.mirrorPercentage, older) }] : [],
    ...mirrors.flatMap(({ destination, percentage }) => destination ? [{ destination, percent: percentOf(percentage, 100) }] : []),
  ];
}

/** Of a percentage without value it is none. */
function percentOf(percentage: { readonly value?: number } | undefined, otherwise: number): number {
  return inMillionths(percentage ? percentage.value ?? 0 : otherwise);
}

/** Envoy counts in millionths. */
function inMillionths(percent: number): number {
  return Math.trunc(percent * 10_000) / 10_000;
}
