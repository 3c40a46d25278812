import { Construct } from 'constructs';
import type { ExtensionProps } from './extension-props';
import { renderExtensionTargets } from './extension-targets';
import type { EnvoyFilterSpec } from '../../../imports/networking.istio.io';
import { ENVOY_FILTER_VERSION } from '../../istio/groups';
import { defineObject } from '../define-object';
import { Istio } from '../istio';
import type { Plain } from '../plain';
import { problem } from '../problem';
import type { RenderedTarget } from '../security/rendered-target';

/** Properties of `WaypointEnvoyFilter`. */
export interface WaypointEnvoyFilterProps extends ExtensionProps {
  /** The patches, as in `configPatches` of an EnvoyFilter. At least one. */
  readonly patches: any[];
  /**
   * The name of the EnvoyFilter.
   * @default - the id of the construct
   */
  readonly filterName?: string;
}

/**
 * An EnvoyFilter: patches of the configuration that a waypoint gets, for what neither routes nor policies nor extensions can say. Needs
 * Istio 1.27.
 *
 * What it patches is Istio's own business and may change with each release; Istio takes a patch that matches nothing without a word.
 * Its targets are waypoints: Istio matches EnvoyFilters with no Service. A patch for one context only says `SIDECAR_INBOUND`, for a
 * waypoint reads no other; `WAYPOINT` is in the schema alone.
 * @see istio pilot/pkg/model/push_context.go getMatchedEnvoyFilters, pilot/pkg/networking/core/envoyfilter
 * @example
 * import type { Chart } from 'cdk8s';
 * import { NamespaceWaypoint, PolicyTarget, WaypointEnvoyFilter } from 'cdk8s-waypoint';
 *
 * declare const chart: Chart;
 *
 * const waypoint = new NamespaceWaypoint(chart, 'waypoint');
 * new WaypointEnvoyFilter(chart, 'larger-buffers', {
 *   targets: [PolicyTarget.waypoint(waypoint)],
 *   patches: [{
 *     applyTo: 'CLUSTER',
 *     match: { context: 'SIDECAR_INBOUND' },
 *     patch: { operation: 'MERGE', value: { per_connection_buffer_limit_bytes: 65536 } },
 *   }],
 * });
 */
export class WaypointEnvoyFilter extends Construct {
  /** The name of the EnvoyFilter. */
  public readonly filterName: string;
  /** The namespace of the EnvoyFilter. */
  public readonly filterNamespace: string;

  constructor(scope: Construct, id: string, props: WaypointEnvoyFilterProps) {
    super(scope, id);
    Istio._require(this, 'envoyFilterTargets', 'an EnvoyFilter for waypoints');
    const targets = renderExtensionTargets(this, 'EnvoyFilter', props);
    this.check(props, targets);
    this.filterNamespace = targets[0].namespace;
    const spec: Plain<EnvoyFilterSpec> = {
      targetRefs: targets.flatMap(({ refs }) => refs),
      ...(props.priority !== undefined && { priority: props.priority }),
      configPatches: props.patches,
    };
    const name = props.filterName ?? id;
    this.filterName = defineObject(this, 'Resource', {
      apiVersion: ENVOY_FILTER_VERSION, kind: 'EnvoyFilter', namespace: this.filterNamespace, name, property: 'filterName',
    }, { spec }).name;
  }

  private check({ patches }: WaypointEnvoyFilterProps, targets: readonly RenderedTarget[]): void {
    if (patches.length === 0) throw problem(this, 'has no patches: list at least one in "patches"');
    const odd = targets.flatMap(({ refs }) => refs).find(({ kind }) => kind !== 'Gateway' && kind !== 'GatewayClass');
    if (odd) throw problem(this, `is for ${odd.kind} "${odd.name}", with which Istio matches no EnvoyFilter: target the waypoint, and match a route or a filter chain in the patch`);
    const index = patches.findIndex((patch) => !READ_CONTEXTS.includes(patch?.match?.context));
    if (index >= 0) {
      throw problem(this, `patch ${index} is for context "${patches[index].match.context}", which no waypoint reads: write "SIDECAR_INBOUND", or leave it out`);
    }
  }
}

/** The contexts of patches that a waypoint reads; without one a patch is for any. */
const READ_CONTEXTS: readonly unknown[] = [undefined, 'ANY', 'SIDECAR_INBOUND'];
