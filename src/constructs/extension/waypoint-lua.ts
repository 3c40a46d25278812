import { Construct } from 'constructs';
import type { ExtensionPhase } from './extension-phase';
import type { ExtensionProps } from './extension-props';
import { renderExtensionTargets } from './extension-targets';
import type { TrafficExtensionSpec } from '../../../imports/extensions.istio.io';
import { EXTENSIONS_VERSION } from '../../istio/groups';
import { defineObject } from '../define-object';
import { Istio } from '../istio';
import type { Plain } from '../plain';
import { problem } from '../problem';

/** Properties of `WaypointLua`. */
export interface WaypointLuaProps extends ExtensionProps {
  /** The script: it defines `envoy_on_request`, `envoy_on_response`, or both. At most 64 KiB. */
  readonly code: string;
  /**
   * Where in the filters it runs.
   * @default - after all of Istio's own filters
   */
  readonly phase?: ExtensionPhase;
  /**
   * The name of the TrafficExtension.
   * @default - the id of the construct
   */
  readonly extensionName?: string;
}

/**
 * A script in Lua that waypoints run on HTTP requests: a TrafficExtension. Needs Istio 1.30.
 * @example
 * import type { Chart } from 'cdk8s';
 * import { NamespaceWaypoint, PolicyTarget, WaypointLua } from 'cdk8s-waypoint';
 *
 * declare const chart: Chart;
 *
 * const waypoint = new NamespaceWaypoint(chart, 'waypoint');
 * new WaypointLua(chart, 'no-server-header', {
 *   targets: [PolicyTarget.waypoint(waypoint)],
 *   code: 'function envoy_on_response(handle)\n  handle:headers():remove("x-powered-by")\nend\n',
 * });
 */
export class WaypointLua extends Construct {
  /** The name of the TrafficExtension. */
  public readonly extensionName: string;
  /** The namespace of the TrafficExtension. */
  public readonly extensionNamespace: string;

  constructor(scope: Construct, id: string, props: WaypointLuaProps) {
    super(scope, id);
    Istio._require(this, 'trafficExtensions', 'a script in Lua');
    this.checkCode(props.code);
    const targets = renderExtensionTargets(this, 'TrafficExtension', props);
    this.extensionNamespace = targets[0].namespace;
    const spec: Plain<TrafficExtensionSpec> = {
      targetRefs: targets.flatMap(({ refs }) => refs),
      lua: { inlineCode: props.code },
      ...(props.phase && { phase: props.phase }),
      ...(props.priority !== undefined && { priority: props.priority }),
    };
    const name = props.extensionName ?? id;
    this.extensionName = defineObject(this, 'Resource', {
      apiVersion: EXTENSIONS_VERSION, kind: 'TrafficExtension', namespace: this.extensionNamespace, name, property: 'extensionName',
    }, { spec }).name;
  }

  private checkCode(code: string): void {
    const bytes = Buffer.byteLength(code);
    if (bytes > 65_536) throw problem(this, `the script has ${bytes} bytes: write at most 65536, or a WaypointWasm`);
    if (!/\benvoy_on_(request|response)\b/.test(code)) {
      throw problem(this, 'the script would do nothing: define envoy_on_request(handle) or envoy_on_response(handle) in "code"');
    }
  }
}
