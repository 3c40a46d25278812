import type { Gateway } from './gateways';
import { deployedWaypoints } from './gateways';
import type { ConfigMap } from './overlays';
import { overlayOf, parametersOf } from './overlays';
import { classDefaults } from '../../binding/gateway/parameters';
import { GATEWAY_NAME, NAME_OVERRIDE } from '../../istio/labels';
import { childOf, isMapping } from '../../mesh/fields';
import { HORIZONTAL_POD_AUTOSCALER, POD_DISRUPTION_BUDGET } from '../../mesh/kinds/scaling';
import type { Manifest } from '../../mesh/manifest';
import type { MeshObjects } from '../../mesh/mesh-objects';
import type { FieldPath } from '../../mesh/positions';
import { remember } from '../../mesh/remember';

/** A part of the scaling of a waypoint, and where it is written: an object, or an overlay in a ConfigMap. */
export interface ScalingPart {
  readonly manifest: Manifest;
  readonly path: FieldPath;
  readonly isOverlay: boolean;
  readonly spec: Readonly<Record<string, unknown>>;
}

/** How a waypoint is scaled, as far as the input tells. */
export interface WaypointScaling {
  readonly gateway: Gateway;
  readonly deployments: readonly ScalingPart[];
  readonly autoscalers: readonly ScalingPart[];
  readonly budgets: readonly ScalingPart[];
}

/** The scaling of all waypoints that Istio deploys. */
export const waypointScalings = remember((mesh: MeshObjects): readonly WaypointScaling[] => deployedWaypoints(mesh).map((gateway) => {
  const own = parametersOf(mesh, gateway);
  const defaults = classDefaults(mesh, gateway.body.spec?.gatewayClassName ?? '');
  const parameters = own ? [...defaults, own] : defaults;
  return {
    gateway,
    deployments: overlays(parameters, 'deployment'),
    autoscalers: [...overlays(parameters, 'horizontalPodAutoscaler'), ...autoscalersOf(mesh, gateway)],
    budgets: [...overlays(parameters, 'podDisruptionBudget'), ...budgetsOf(mesh, gateway)],
  };
}));

/** The name of the Deployment that Istio makes for a waypoint. */
export function deploymentName({ name, annotations }: Gateway): string {
  return Object.hasOwn(annotations, NAME_OVERRIDE) ? annotations[NAME_OVERRIDE] : name;
}

/** Replicas that run at the least. */
export function leastReplicas({ deployments, autoscalers }: WaypointScaling): number {
  const [autoscaler] = autoscalers;
  if (autoscaler) return numberIn(autoscaler, 'minReplicas') ?? 1;
  return deployments.reduce((replicas, part) => numberIn(part, 'replicas') ?? replicas, 1);
}

/** A number in the spec of a part. */
export function numberIn({ spec }: ScalingPart, name: string): number | undefined {
  const value = childOf(spec, name);
  return typeof value === 'number' ? value : undefined;
}

/** @param parameters the defaults of the class of a Gateway, then what its parametersRef names */
function overlays(parameters: readonly ConfigMap[], key: string): ScalingPart[] {
  const parts: ScalingPart[] = [];
  for (const manifest of parameters) {
    const overlay = overlayOf(manifest, key);
    if (overlay) parts.push({ manifest, path: ['data', key], isOverlay: true, spec: specOf(overlay) });
  }
  return parts;
}

function autoscalersOf(mesh: MeshObjects, gateway: Gateway): ScalingPart[] {
  return mesh.inNamespace(HORIZONTAL_POD_AUTOSCALER, gateway.namespace).filter(({ body: { spec } }) =>
    spec?.scaleTargetRef?.kind === 'Deployment' && spec.scaleTargetRef.name === deploymentName(gateway)).map(asObject);
}

function budgetsOf(mesh: MeshObjects, gateway: Gateway): ScalingPart[] {
  return mesh.inNamespace(POD_DISRUPTION_BUDGET, gateway.namespace)
    .filter(({ body: { spec } }) => spec?.selector?.matchLabels?.[GATEWAY_NAME] === gateway.name).map(asObject);
}

function asObject(manifest: Manifest): ScalingPart {
  return { manifest, path: ['spec'], isOverlay: false, spec: specOf(manifest.body) };
}

function specOf(value: unknown): Readonly<Record<string, unknown>> {
  const spec = isMapping(value) ? childOf(value, 'spec') : undefined;
  return isMapping(spec) ? spec : {};
}
