import { WAYPOINT_INBOUND_BINDING } from '../istio/labels';
import { annotationsOf, findLabel } from '../mesh/evidence';
import type { Manifest } from '../mesh/manifest';

/** How ztunnel hands traffic to the pods of a waypoint. */
export interface InboundBinding {
  /** `NONE`: to the port that was asked for. `PROXY`: with a PROXY header that names the caller. */
  readonly protocol: 'NONE' | 'PROXY';
  /** 0 where the annotation names none, or none that is a number. */
  readonly port: number;
}

const LARGEST_PORT = 0xffffffff;

/**
 * Reads the annotation of a Gateway, else that of its class. A value that Istio can't read counts as none.
 * @see istio pilot/pkg/serviceregistry/ambient/waypoints.go makeInboundBinding
 */
export function inboundBindingOf(gateway: Manifest, gatewayClass: Manifest | undefined): InboundBinding | undefined {
  const annotation = findLabel(annotationsOf(gateway, gatewayClass), WAYPOINT_INBOUND_BINDING);
  const [protocol, port, ...more] = annotation?.value.split('/') ?? [];
  if ((protocol !== 'NONE' && protocol !== 'PROXY') || more.length > 0) return undefined;
  return { protocol, port: /^[0-9]+$/.test(port ?? '') ? Math.min(Number(port), LARGEST_PORT) : 0 };
}
