import type { ApiObject, App } from 'cdk8s';
import { ApiObject as ApiObjects } from 'cdk8s';
import type { Manifest } from './manifest';
import { enrollmentLabels } from './manifest';
import type { Place } from './stage';
import { Stage } from './stage';
import { EXTENSIONS_GROUP, GATEWAY_API_GROUP, groupOf, NETWORKING_GROUP, SECURITY_GROUP, TELEMETRY_GROUP } from '../../istio/groups';
import { GATEWAY_NAME, USE_WAYPOINT } from '../../istio/labels';
import { ROUTE_KINDS } from '../../istio/routes';
import { LabelPatch } from '../enrollment/label-patch';

/** The wave of what Gateways and their pods need. */
const BEFORE_GATEWAYS = -5;

/**
 * Kinds whose place is always the same. What a Gateway or its pods may wait for comes before it: in a later stage it would
 * never come. Routes and autoscalers wait for the waypoint, since they report an error without.
 */
const WAVES: Record<string, number> = {
  '/Namespace': -10,
  'apiextensions.k8s.io/CustomResourceDefinition': -10,
  '/ConfigMap': BEFORE_GATEWAYS,
  '/Secret': BEFORE_GATEWAYS,
  '/ServiceAccount': BEFORE_GATEWAYS,
  '/ResourceQuota': BEFORE_GATEWAYS,
  '/LimitRange': BEFORE_GATEWAYS,
  'scheduling.k8s.io/PriorityClass': BEFORE_GATEWAYS,
  [`${GATEWAY_API_GROUP}/ReferenceGrant`]: BEFORE_GATEWAYS,
  [`${GATEWAY_API_GROUP}/GatewayClass`]: BEFORE_GATEWAYS,
  [`${NETWORKING_GROUP}/ProxyConfig`]: BEFORE_GATEWAYS,
  [`${GATEWAY_API_GROUP}/Gateway`]: 0,
  'autoscaling/HorizontalPodAutoscaler': 5,
  'policy/PodDisruptionBudget': 5,
  [`${SECURITY_GROUP}/AuthorizationPolicy`]: 5,
  [`${SECURITY_GROUP}/RequestAuthentication`]: 5,
  [`${TELEMETRY_GROUP}/Telemetry`]: 5,
  [`${EXTENSIONS_GROUP}/WasmPlugin`]: 5,
  [`${EXTENSIONS_GROUP}/TrafficExtension`]: 5,
  [`${NETWORKING_GROUP}/EnvoyFilter`]: 5,
  [`${GATEWAY_API_GROUP}/BackendTLSPolicy`]: 5,
  [`${NETWORKING_GROUP}/DestinationRule`]: 5,
  [`${NETWORKING_GROUP}/VirtualService`]: 5,
  ...Object.fromEntries(ROUTE_KINDS.map((kind) => [`${GATEWAY_API_GROUP}/${kind}`, 5])),
};

const ENROLLED: Place = { stage: Stage.WORKLOADS, wave: 10 };
const AFTER_ENROLLED: Place = { stage: Stage.WORKLOADS, wave: 11 };
const PATCHED: Place = { stage: Stage.ENROLLMENT, wave: 10 };
const LAST: Place = { stage: Stage.STRICT, wave: 15 };

/** Says for each manifest of an app when it is to be applied. */
export class ManifestPlaces {
  /** Services and ServiceEntries of the app, and whether they use a waypoint. */
  private readonly services = new Map<string, boolean>();

  constructor(app: App) {
    for (const construct of app.node.findAll()) {
      if (!ApiObjects.isApiObject(construct)) continue;
      const { kind, metadata, name } = construct as ApiObject;
      const isService = ['Service', 'ServiceEntry'].includes(kind) && construct.constructor !== LabelPatch;
      if (isService) this.services.set(`${kind} ${metadata.namespace}/${name}`, usesWaypoint(construct as ApiObject));
    }
  }

  /** When a manifest is to be applied. */
  public placeOf(construct: ApiObject, manifest: Manifest): Place {
    if (construct.constructor === LabelPatch) return PATCHED;
    if (isOfGateways(manifest)) return { stage: Stage.WAYPOINTS, wave: BEFORE_GATEWAYS };
    if (isStrict(manifest)) return LAST;
    const kind = `${groupOf(manifest)}/${manifest.kind}`;
    const wave = WAVES[kind];
    if (wave === undefined) return enrollmentLabels(manifest).length > 0 ? ENROLLED : { stage: Stage.WORKLOADS };
    if (ROUTE_KINDS.includes(manifest.kind)) return this.placeOfRoute(manifest, wave);
    if (manifest.kind === 'BackendTLSPolicy') return this.placeOfTls(manifest, wave);
    return { stage: Stage.WAYPOINTS, wave };
  }

  /** TLS comes together with the services of this app that it is for: without them it counts as an error, and they not without it. */
  private placeOfTls({ metadata, spec }: Manifest, wave: number): Place {
    const enrolled = this.ownServices(metadata, spec?.targetRefs ?? []);
    if (enrolled.length === 0) return { stage: Stage.WAYPOINTS, wave };
    return enrolled.includes(true) ? ENROLLED : { stage: Stage.WORKLOADS };
  }

  /** A route comes after the services of this app that it names: a route that leads nowhere counts as an error. */
  private placeOfRoute({ metadata, spec }: Manifest, wave: number): Place {
    const enrolled = this.ownServices(metadata, [...spec?.parentRefs ?? [], ...(spec?.rules ?? []).flatMap(backendsOf)]);
    if (enrolled.length === 0) return { stage: Stage.WAYPOINTS, wave };
    return enrolled.includes(true) ? AFTER_ENROLLED : { stage: Stage.WORKLOADS, wave };
  }

  /** Whether the services of this app among those that a manifest refers to use a waypoint. */
  private ownServices(metadata: Manifest, refs: readonly Manifest[]): boolean[] {
    return refs.map(({ kind = 'Service', namespace = metadata.namespace, name }) => this.services.get(`${kind} ${namespace}/${name}`))
      .filter((own): own is boolean => own !== undefined);
  }
}

/** Whether an object has the label. What cdk8s keeps of patches is not a part of its API: where there may be some, it is asked for the manifest. */
function usesWaypoint(object: ApiObject): boolean {
  const { patches } = object as unknown as { readonly patches?: unknown };
  const isPlain = Array.isArray(patches) && patches.length === 0 && object.toJson === ApiObjects.prototype.toJson;
  return (isPlain ? object.metadata.getLabel(USE_WAYPOINT) : object.toJson().metadata?.labels?.[USE_WAYPOINT]) !== undefined;
}

/** The backends of a rule of a route, those that get copies among them. */
function backendsOf({ backendRefs = [], filters = [] }: Manifest): Manifest[] {
  const ofBackends = backendRefs.flatMap((ref: Manifest) => ref.filters ?? []);
  const copies = [...filters, ...ofBackends].map(({ requestMirror }: Manifest) => requestMirror?.backendRef);
  return [...backendRefs, ...copies.filter(Boolean)];
}

/** Whether it is a NetworkPolicy for pods of Gateways alone: where others close the network, they reach istiod only with it. */
function isOfGateways({ kind, spec }: Manifest): boolean {
  const { matchLabels = {}, matchExpressions = [] }: Manifest = spec?.podSelector ?? {};
  return kind === 'NetworkPolicy'
    && (GATEWAY_NAME in matchLabels || matchExpressions.some(({ key, operator }: Manifest) => key === GATEWAY_NAME && ['In', 'Exists'].includes(operator)));
}

/** Whether a NetworkPolicy limits what pods send, or lets waypoints in by name, and so perhaps nobody else. */
function closesWays({ policyTypes = [], ingress = [] }: Manifest): boolean {
  return policyTypes.includes('Egress') || JSON.stringify(ingress).includes(GATEWAY_NAME);
}

/** Whether a policy refuses what it does not list: connections at ztunnel, the ways out of a namespace or past a waypoint, plain text. */
function isStrict({ kind, spec }: Manifest): boolean {
  if (kind === 'NetworkPolicy') return closesWays(spec ?? {});
  if (kind === 'PeerAuthentication') return JSON.stringify(spec ?? {}).includes('"STRICT"');
  return kind === 'AuthorizationPolicy' && !spec?.targetRefs && refusesOthers(spec ?? {});
}

/** Whether an AuthorizationPolicy refuses what it does not name. */
function refusesOthers({ action = 'ALLOW', rules }: Manifest): boolean {
  return action === 'ALLOW' || (action === 'DENY' && deniesAllBut({ rules }));
}

/** Whether one of the rules is for all sources but some. */
function deniesAllBut({ rules = [] }: Manifest): boolean {
  const sources = rules.flatMap(({ from = [] }: Manifest) => from.map(({ source = {} }: Manifest) => source));
  return sources.some((source: Manifest) => Object.keys(source).some((field) => field.startsWith('not')));
}
