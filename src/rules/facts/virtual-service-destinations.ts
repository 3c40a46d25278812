import type { Destination, VirtualServiceSpec } from '../../mesh/kinds/istio-traffic';
import type { FieldPath } from '../../mesh/positions';

/** Where a rule of a VirtualService sends to, and the way to it. */
export interface PlacedDestination {
  readonly destination: Destination;
  readonly path: FieldPath;
  /** Whether it gets copies only. */
  readonly isMirror?: boolean;
}

/** The destinations of all rules of a VirtualService that have a share at all. */
export function destinationsOf(spec: VirtualServiceSpec | undefined): PlacedDestination[] {
  const routed = (['http', 'tls', 'tcp'] as const).flatMap((protocol) => (spec?.[protocol] ?? []).flatMap((rule, at) =>
    (rule.route ?? []).flatMap(({ destination, weight }, index, { length }) => destination && (weight !== 0 || length === 1)
      ? [{ destination, path: ['spec', protocol, at, 'route', index, 'destination'] }]
      : [])));
  const mirrored = (spec?.http ?? []).flatMap(({ mirror, mirrors = [] }, at) => [
    ...mirror ? [{ destination: mirror, path: ['spec', 'http', at, 'mirror'], isMirror: true }] : [],
    ...mirrors.flatMap(({ destination }, index) => destination
      ? [{ destination, path: ['spec', 'http', at, 'mirrors', index, 'destination'], isMirror: true }]
      : []),
  ]);
  return [...routed, ...mirrored];
}
