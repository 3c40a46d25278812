import { headerChanges } from './passage-text';
import { refOf } from '../mesh/object-ref';
import type { Request } from '../request/request';
import type { Forwarding, Mirror } from '../routing/forwarding';
import type { Retries } from '../routing/retries';
import type { Upstream } from '../routing/route-request';
import { failureOf } from '../traffic/waypoint-answer';

/** How a waypoint passes requests on. Durations are in milliseconds; null: there is no limit. */
export function forwardingJson({ timeout, retries, mirrors }: Forwarding) {
  return { timeout: timeout ?? null, retries: retries ? retriesJson(retries) : null, mirrors: mirrors.map(mirrorJson) };
}

function retriesJson({ attempts, on, codes, perTryTimeout, backoff }: Retries) {
  return { attempts, on, codes, perTryTimeout: perTryTimeout ?? null, backoff: backoff ?? null };
}

function mirrorJson({ cluster, percent }: Mirror) {
  const { service, host, port, subset } = cluster;
  const place = { service: service ? refOf(service.owner) : null, host, port, subset: subset ?? null };
  return { ...place, percent, failure: failureOf(cluster) ?? null };
}

/** How a backend sees a request, and which headers its answer gets. Of headers those that differ from what was sent; null: taken out. */
export function upstreamJson({ host, path, headers, responseHeaders }: Upstream, request: Request) {
  return { host, path, headers: Object.fromEntries(headerChanges(request.headers, headers)), responseHeaders };
}
