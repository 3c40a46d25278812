import { Construct } from 'constructs';
import type { ExtensionPhase } from './extension-phase';
import type { ExtensionProps } from './extension-props';
import { checkSameNamespace, renderExtensionTargets } from './extension-targets';
import { noteFetch } from './module-fetch';
import type { WasmModule } from './wasm-module';
import type { WasmPluginSpec } from '../../../imports/extensions.istio.io';
import { EXTENSIONS_VERSION } from '../../istio/groups';
import { defineObject } from '../define-object';
import type { Plain } from '../plain';
import { checkPort } from '../port';
import { problem } from '../problem';

/** What happens to requests while a Wasm plugin can't be loaded, or has crashed. */
export enum WasmFailure {
  /** They fail with status 503. */
  CLOSE = 'FAIL_CLOSE',
  /** They pass without the plugin: only for plugins that protect nothing. */
  OPEN = 'FAIL_OPEN',
}

/** What a Wasm plugin works on. */
export enum WasmKind {
  /** HTTP requests. */
  HTTP = 'HTTP',
  /** TCP connections, to ports that are no HTTP. */
  NETWORK = 'NETWORK',
}

/** Properties of `WaypointWasm`. */
export interface WaypointWasmProps extends ExtensionProps {
  /** Where the code comes from. */
  readonly module: WasmModule;
  /**
   * Where in the filters it runs.
   * @default - after all of Istio's own filters
   */
  readonly phase?: ExtensionPhase;
  /**
   * What the plugin reads as its configuration, a JSON object.
   * @default - none
   */
  readonly config?: any;
  /**
   * The name of the plugin within the module, if that has several (`root_id`).
   * @default - the only one
   */
  readonly pluginName?: string;
  /**
   * What happens to requests while the plugin can't be loaded, or has crashed.
   * @default WasmFailure.CLOSE
   */
  readonly onFailure?: WasmFailure;
  /**
   * What the plugin works on.
   * @default WasmKind.HTTP
   */
  readonly kind?: WasmKind;
  /**
   * The ports of services whose connections it sees. Only for `WasmKind.NETWORK`: for HTTP no port ever matches at a waypoint.
   * @default - all
   */
  readonly ports?: number[];
  /**
   * Environment variables of the module.
   * @default - none
   */
  readonly environment?: { [name: string]: string };
  /**
   * The name of the WasmPlugin.
   * @default - the id of the construct
   */
  readonly wasmName?: string;
}

/**
 * A WasmPlugin that waypoints run. From 1.30 on Istio turns it into a TrafficExtension itself, so that one manifest is right for
 * all releases.
 * @see https://istio.io/latest/docs/ambient/usage/extend-waypoint-wasm/
 * @example
 * import type { Chart } from 'cdk8s';
 * import { ExtensionPhase, NamespaceWaypoint, PolicyTarget, WasmModule, WaypointWasm } from 'cdk8s-waypoint';
 *
 * declare const chart: Chart;
 *
 * const waypoint = new NamespaceWaypoint(chart, 'waypoint');
 * new WaypointWasm(chart, 'basic-auth', {
 *   targets: [PolicyTarget.waypoint(waypoint)],
 *   module: WasmModule.image('registry.example.com/mesh/basic-auth:1.12'),
 *   phase: ExtensionPhase.AUTHN,
 *   config: { realm: 'shop' },
 * });
 */
export class WaypointWasm extends Construct {
  /** The name of the WasmPlugin. */
  public readonly wasmName: string;
  /** The namespace of the WasmPlugin. */
  public readonly wasmNamespace: string;

  constructor(scope: Construct, id: string, props: WaypointWasmProps) {
    super(scope, id);
    const targets = renderExtensionTargets(this, 'WasmPlugin', props);
    checkSameNamespace(this, targets);
    if (props.module._isRemote) noteFetch(this, targets);
    this.wasmNamespace = targets[0].namespace;
    const { phase, priority, pluginName, environment } = props;
    const spec: Plain<WasmPluginSpec> = {
      targetRefs: targets.flatMap(({ refs }) => refs),
      ...props.module._render(this),
      type: props.kind ?? WasmKind.HTTP,
      failStrategy: props.onFailure ?? WasmFailure.CLOSE,
      ...this.ports(props),
      ...(phase && { phase }),
      ...(priority !== undefined && { priority }),
      ...(pluginName && { pluginName }),
      ...this.config(props),
      ...(environment && { vmConfig: { env: Object.entries(environment).map(([name, value]) => ({ name, value, valueFrom: 'INLINE' as const })) } }),
    };
    const name = props.wasmName ?? id;
    this.wasmName = defineObject(this, 'Resource', {
      apiVersion: EXTENSIONS_VERSION, kind: 'WasmPlugin', namespace: this.wasmNamespace, name, property: 'wasmName',
    }, { spec }).name;
  }

  private ports({ kind, ports }: WaypointWasmProps) {
    if (!ports) return {};
    if (kind !== WasmKind.NETWORK) throw problem(this, `has ports ${ports.join(', ')}, but at a waypoint no port matches for HTTP, so the plugin would never run: remove "ports", and target the Services that it is for`);
    if (ports.length === 0) throw problem(this, '"ports" is empty: list at least one, or leave it out');
    return { match: [{ ports: ports.map((port) => ({ number: checkPort(this, port) })) }] };
  }

  private config({ config }: WaypointWasmProps) {
    if (config === undefined) return {};
    if (typeof config !== 'object' || config === null || Array.isArray(config)) {
      throw problem(this, `"config" is ${JSON.stringify(config)}: write an object, such as { value: … }`);
    }
    return { pluginConfig: config };
  }
}
