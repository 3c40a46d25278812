import { POLICY_KINDS } from './facts/attached-policies';
import { boundOf } from './facts/bindings';
import { isAmbient, isCaptured } from './facts/capture';
import { isWaypoint } from './facts/gateways';
import type { Gateway } from './facts/gateways';
import type { Offence, Rule } from './rule';
import { Severity } from './rule';
import type { Attachable } from '../authorization/attachment';
import { isAttachable, targetsOf } from '../authorization/attachment';
import type { AuthorizationPolicy } from '../authorization/rbac';
import { GATEWAY_NAME, OLD_GATEWAY_NAME } from '../istio/labels';
import { GATEWAY } from '../mesh/kinds/gateway-api';
import { AUTHORIZATION_POLICY } from '../mesh/kinds/istio-security';
import type { Manifest } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import { workloadsIn } from '../registry/workloads';

/** Telemetry without selector is for the whole namespace, and a waypoint reads that. */
const NEED_TARGETS = ['RequestAuthentication', 'WasmPlugin', 'TrafficExtension', 'EnvoyFilter', 'Telemetry'];

export const selectorAtWaypoint: Rule = {
  id: 'selector-at-waypoint',
  severity: Severity.ERROR,
  summary: 'a configuration without targetRefs is where only waypoints could apply it',
  why: 'a waypoint ignores what has no targetRefs, and ztunnel knows nothing of tokens, plugins and filters: it has no effect',
  fix: 'replace the selector by targetRefs that name the Service, or the Gateway of the waypoint',
  *check(mesh) {
    const served = new Set(boundOf(mesh).filter(({ subject }) => subject.traffic === 'service').map(({ subject }) => subject.manifest.namespace));
    for (const policy of candidates(mesh)) {
      const selector = selectorOf(policy);
      if (selector ? selectsGateway(selector.labels) : policy.kind === 'Telemetry') continue;
      const outcome = served.has(policy.namespace) ? IGNORED : isZtunnelAlone(mesh, policy.namespace) ? UNREAD : undefined;
      if (outcome) yield { subject: policy, path: ['spec', ...selector ? [selector.field] : []], message: outcome };
    }
    yield* ofProxies(mesh);
  },
};

/** The policies that select the pods of a waypoint themselves. */
function* ofProxies(mesh: MeshObjects): Generator<Offence> {
  for (const policy of mesh.layeredPolicies ? [] : mesh.all(AUTHORIZATION_POLICY)) {
    const gateway = selectedWaypoint(mesh, policy);
    if (gateway) yield { subject: policy, path: ['spec', 'selector'], message: `not enforced: a waypoint looks at no selector, expected targetRefs that name Gateway "${gateway.name}"` };
  }
}

const IGNORED = 'ignored by the waypoint: no targetRefs name it, or one of its services';
const UNREAD = 'nothing reads it: ztunnel knows nothing of it, and no service of the namespace has a waypoint';

/** Whether a namespace has no proxy but ztunnel, as far as the input tells. */
function isZtunnelAlone(mesh: MeshObjects, namespace: string): boolean {
  return isAmbient(mesh.namespace(namespace).labels) && mesh.inNamespace(GATEWAY, namespace).every((gateway) => isWaypoint(mesh, gateway))
    && workloadsIn(mesh, namespace).every((workload) => isCaptured(mesh, workload));
}

/** The waypoint whose pods a policy selects, by the label that they have, or had before Istio 1.24. */
function selectedWaypoint(mesh: MeshObjects, { namespace, body }: AuthorizationPolicy): Gateway | undefined {
  const labels = body.spec?.selector?.matchLabels ?? {};
  const name = [GATEWAY_NAME, OLD_GATEWAY_NAME].find((each) => Object.hasOwn(labels, each));
  const gateway = name === undefined ? undefined : mesh.find(GATEWAY, namespace, labels[name]);
  return gateway && isWaypoint(mesh, gateway) ? gateway : undefined;
}

function selectorOf({ body }: Manifest<Attachable>): { field: string; labels: object } | undefined {
  const { selector, workloadSelector } = body.spec as { selector?: { matchLabels?: object }; workloadSelector?: { labels?: object } };
  if (selector) return { field: 'selector', labels: selector.matchLabels ?? {} };
  return workloadSelector && { field: 'workloadSelector', labels: workloadSelector.labels ?? {} };
}

function selectsGateway(labels: object): boolean {
  return Object.entries(labels).some(([name, value]) => name === GATEWAY_NAME || /gateway/.test(String(value)));
}

function candidates(mesh: MeshObjects): Manifest<Attachable>[] {
  return POLICY_KINDS.filter(({ kind }) => NEED_TARGETS.includes(kind)).flatMap((kind) => [...mesh.all(kind)])
    .filter(isAttachable).filter(({ body }) => targetsOf(body).length === 0);
}
