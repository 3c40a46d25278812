import type { Construct } from 'constructs';
import { Profile } from './profile';
import type { ProfileOptions } from './profile-options';
import { Istio } from '../istio';
import type { InfrastructureOptions } from '../scaling/waypoint-infrastructure';
import type { WaypointProps } from '../waypoint/waypoint-props';

/** The properties of a waypoint, with those of the profile of its app where it says nothing. */
export function withProfile<T extends WaypointProps>(waypoint: Construct, props: T): T {
  const profile = Profile._of(waypoint);
  if (props.ignoreProfile) return props;
  return {
    ...props,
    revision: props.revision ?? profile.revision,
    scaling: props.scaling ?? (scalesItself(props) ? undefined : profile.scaling),
    disruption: props.disruption ?? (props.infrastructure?.overlays?.podDisruptionBudget ? undefined : profile.disruption),
    infrastructure: infrastructureOf(waypoint, props, profile),
  };
}

function scalesItself({ infrastructure }: WaypointProps): boolean {
  return infrastructure?.replicas !== undefined || infrastructure?.overlays?.horizontalPodAutoscaler !== undefined;
}

function infrastructureOf(waypoint: Construct, props: WaypointProps, profile: ProfileOptions): InfrastructureOptions | undefined {
  const defaults = Istio._supports(waypoint, 'parametersRef') ? profile.infrastructure : undefined;
  if (!defaults) return props.infrastructure;
  const isScaled = props.scaling !== undefined || props.infrastructure?.overlays?.horizontalPodAutoscaler !== undefined;
  const merged = { ...defaults, ...(isScaled && { replicas: undefined }), ...defined(props.infrastructure) };
  return Object.values(merged).some((value) => value !== undefined) ? merged : undefined;
}

/** What says something: a property that is undefined does not hide a default. */
function defined(options: InfrastructureOptions = {}): InfrastructureOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
