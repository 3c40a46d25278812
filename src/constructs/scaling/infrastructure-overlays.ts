import { Yaml } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Overlay } from './overlay-merge';
import { mergeOverlays, plainOverlay } from './overlay-merge';
import type { InfrastructureOptions } from './waypoint-infrastructure';
import { OVERLAY_KEYS } from '../../istio/overlay-keys';
import { checkInteger } from '../check-integer';
import { problem } from '../problem';

/** The pods that overlays are for. */
export interface ProxyPods {
  /** Labels that they have, and no other pods. */
  readonly labels: Record<string, string>;
  /** A label that divides them into those of each waypoint, if they are of several. */
  readonly dividedBy?: string;
  /** The name of the container of the proxy. */
  readonly container: string;
}

/** What a ConfigMap of parameters changes in what istiod generates, by its keys. */
export function infrastructureOverlays(scope: Construct, options: InfrastructureOptions, pods: ProxyPods): Record<string, Overlay> {
  const given: Overlay = { ...options.overlays };
  const unknown = Object.keys(given).find((key) => !OVERLAY_KEYS.includes(key));
  if (unknown) {
    throw problem(scope, `overlay "${unknown}" is unknown, and Istio would then deploy nothing: write one of ${OVERLAY_KEYS.join(', ')}`);
  }
  const made: Overlay = { deployment: deploymentOverlay(options, pods), service: serviceOverlay(options) };
  const overlays: Record<string, Overlay> = {};
  for (const key of OVERLAY_KEYS) {
    const overlay = mergeOverlays(made[key], plainOverlay(given[key])) as Overlay | undefined;
    if (overlay) overlays[key] = overlay;
  }
  return overlays;
}

/** The overlays as the data of a ConfigMap. */
export function overlayData(overlays: Record<string, Overlay>): Record<string, string> {
  return Object.fromEntries(Object.entries(overlays).map(([key, overlay]) => [key, Yaml.stringify(overlay)]));
}

/** The number of replicas that overlays fix, if they do; not together with an autoscaler, which must say how far it goes. */
export function checkOverlayReplicas(scope: Construct, overlays: Record<string, Overlay>): number | undefined {
  const { deployment, horizontalPodAutoscaler } = overlays;
  const replicas = deployment?.spec?.replicas;
  if (replicas !== undefined) checkInteger(scope, 'replicas', replicas, 1);
  if (!horizontalPodAutoscaler) return replicas;
  if (replicas !== undefined) throw problem(scope, `has a fixed number of replicas (${replicas}) and an autoscaler: keep one of the two`);
  if (horizontalPodAutoscaler.spec?.maxReplicas === undefined) {
    throw problem(scope, 'the overlay "horizontalPodAutoscaler" has no spec.maxReplicas: write it, that of Istio\'s template is 1');
  }
  return undefined;
}

function deploymentOverlay(props: InfrastructureOptions, pods: ProxyPods): Overlay | undefined {
  const podSpec = plainOverlay({
    containers: props.resources && [{ name: pods.container, resources: props.resources }],
    nodeSelector: props.nodeSelector,
    tolerations: props.tolerations,
    affinity: props.affinity,
    topologySpreadConstraints: props.topologySpreadConstraints?.map((constraint) => ({
      ...(!constraint.labelSelector && {
        labelSelector: { matchLabels: pods.labels },
        ...(pods.dividedBy && { matchLabelKeys: [pods.dividedBy] }),
      }),
      ...constraint,
    })),
    priorityClassName: props.priorityClassName,
    terminationGracePeriodSeconds: props.terminationGracePeriodSeconds,
    securityContext: props.podSecurityContext,
  });
  const spec = {
    ...(props.replicas !== undefined && { replicas: props.replicas }),
    ...(Object.keys(podSpec).length > 0 && { template: { spec: podSpec } }),
  };
  return Object.keys(spec).length > 0 ? { spec } : undefined;
}

function serviceOverlay(props: InfrastructureOptions): Overlay | undefined {
  return props.serviceAnnotations && { metadata: { annotations: props.serviceAnnotations } };
}
