import type { Construct } from 'constructs';
import type { TrafficSettings } from './traffic-policy-options';
import { Istio } from '../istio';
import type { ObjectRef } from '../object-ref';
import { isBackend } from '../routing/backend-notes';

/**
 * Refuses, once the whole tree is known, a key of requests that the release would not look at: before 1.31 a waypoint does so only where a
 * route sends to the service.
 * @see istio pilot/pkg/networking/core/httproute.go buildSidecarInboundHTTPRouteConfig
 */
export function requireRouteForHash(policy: Construct, service: ObjectRef, policies: readonly TrafficSettings[]): void {
  const hashes = policies.some(({ loadBalancing }) => typeof loadBalancing?._choice === 'object' && loadBalancing._choice._traffic === 'http');
  if (!hashes || Istio._supports(policy, 'hashWithoutRoute')) return;
  policy.node.addValidation({
    validate: () => isBackend(policy, service._at(policy)) ? [] : [
      `balances load by a key of requests, which Istio ${Istio._of(policy)} does at a waypoint only where a route sends to the service: `
      + `write an HttpRoute with ${service.kind} "${service.objectName}" as its parent and backend, or raise Istio.version to 1.31`,
    ],
  });
}
