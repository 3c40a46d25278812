import type { SourceObject } from './source-object';
import type { SubjectLabels } from './subject-labels';
import { budgetedGateway, scaledDeployment } from './translate/scaling';
import { isWaypointClass } from './translate/waypoint-class';
import { AGENTGATEWAY_WAYPOINT_CLASS, HBONE_PROTOCOL, PROXY_LISTENER_PROTOCOL, WAYPOINT_CLASS } from '../istio/classes';
import { GATEWAY_API_GROUP, SECURITY_GROUP } from '../istio/groups';
import { DEFAULTS_FOR_CLASS, NAME_OVERRIDE } from '../istio/labels';
import { ROUTE_KINDS } from '../istio/routes';
import { isMeshParent } from './translate/route-references';
import type { TargetRef } from '../mesh/kinds/istio-security';
import { refKey } from '../mesh/object-ref';

const WAYPOINT_CLASSES: readonly unknown[] = [WAYPOINT_CLASS, AGENTGATEWAY_WAYPOINT_CLASS];
const WAYPOINT_PROTOCOLS: readonly unknown[] = [HBONE_PROTOCOL, PROXY_LISTENER_PROTOCOL];
const ATTACHED = new Set(['AuthorizationPolicy', 'RequestAuthentication', 'Telemetry', 'WasmPlugin', 'TrafficExtension', 'EnvoyFilter']);

/** Which objects of the files have to do with waypoints, and so should be declared by constructs. */
export class Relevance {
  readonly #waypoints = new Map<string, SourceObject>();
  readonly #deployments = new Map<string, SourceObject>();
  readonly #parameters = new Set<string | undefined>();
  readonly #gateways = new Set<string>();
  readonly #labelled: ReadonlySet<string>;

  constructor(objects: readonly SourceObject[], subjects: readonly SubjectLabels[]) {
    const named = new Set(subjects.flatMap(({ waypoint }) => waypoint ? [`${waypoint.namespace}/${waypoint.name}`] : []));
    this.#labelled = new Set(subjects.map(({ object }) => object.key));
    for (const gateway of objects.filter(({ group, kind }) => group === GATEWAY_API_GROUP && kind === 'Gateway')) {
      const name = `${gateway.namespace}/${gateway.name}`;
      this.#gateways.add(name);
      if (!named.has(name) && !isMadeForMesh(gateway)) continue;
      this.#waypoints.set(name, gateway);
      this.#deployments.set(`${gateway.namespace}/${deploymentOf(gateway)}`, gateway);
      this.#parameters.add(this.parametersOf(gateway));
    }
  }

  /** The Gateways that are waypoints: by their class, by a listener, or because a label names them. */
  public get waypoints(): readonly SourceObject[] {
    return [...this.#waypoints.values()];
  }

  /** Whether the files hold a Gateway of that name that is no waypoint. */
  public isOtherGateway(namespace: string, name: string): boolean {
    return this.#gateways.has(`${namespace}/${name}`) && !this.#waypoints.has(`${namespace}/${name}`);
  }

  /** The waypoint that an autoscaler scales, or that a disruption budget is for. */
  public scaledWaypoint(object: SourceObject): SourceObject | undefined {
    if (object.kind === 'PodDisruptionBudget') return this.#waypoints.get(`${object.namespace}/${budgetedGateway(object)}`);
    if (object.kind !== 'HorizontalPodAutoscaler') return undefined;
    const deployment = scaledDeployment(object);
    return this.#deployments.get(`${object.namespace}/${deployment}`);
  }

  /** The ConfigMap of a waypoint's parameters, by key. */
  public parametersOf({ namespace, body }: SourceObject): string | undefined {
    const { group = '', kind, name } = body.spec?.infrastructure?.parametersRef ?? {};
    return group === '' && kind === 'ConfigMap' ? refKey({ group, kind, namespace, name }) : undefined;
  }

  /** Whether an object has to do with a waypoint. */
  public concernsWaypoints(object: SourceObject): boolean {
    const { namespace, name, kind, key } = object;
    if (this.#labelled.has(key) || this.#waypoints.get(`${namespace}/${name}`) === object) return true;
    if (isWaypointClass(object) || isClassDefaults(object) || this.#parameters.has(key)) return true;
    if (ROUTE_KINDS.includes(kind)) return (object.body.spec?.parentRefs ?? []).some(isMeshParent);
    return ATTACHED.has(kind) ? this.isAttached(object) : this.scaledWaypoint(object) !== undefined;
  }

  private isAttached({ group, kind, namespace, body }: SourceObject): boolean {
    const targets: readonly TargetRef[] = body.spec?.targetRefs ?? (body.spec?.targetRef ? [body.spec.targetRef] : []);
    if (targets.length === 0) return group === SECURITY_GROUP && kind === 'AuthorizationPolicy';
    return targets.some((target) => target.kind !== 'Gateway' || !this.isOtherGateway(namespace, target.name ?? ''));
  }
}

function isMadeForMesh({ body }: SourceObject): boolean {
  const listeners: readonly { readonly protocol?: string }[] = body.spec?.listeners ?? [];
  return WAYPOINT_CLASSES.includes(body.spec?.gatewayClassName) || listeners.some(({ protocol }) => WAYPOINT_PROTOCOLS.includes(protocol));
}

function deploymentOf({ written, name }: SourceObject): string {
  return written.metadata.annotations?.[NAME_OVERRIDE] ?? name;
}

/** Whether an object has the defaults of a GatewayClass. */
export function isClassDefaults({ kind, written }: SourceObject): boolean {
  return kind === 'ConfigMap' && Object.hasOwn(written.metadata.labels ?? {}, DEFAULTS_FOR_CLASS);
}
