import { POLICY_KINDS, isAttachable } from './facts/attached-policies';
import { boundOf } from './facts/bindings';
import type { Rule } from './rule';
import { Severity } from './rule';
import type { Attachable } from '../authorization/attachment';
import { targetsOf } from '../authorization/attachment';
import { GATEWAY_NAME } from '../istio/labels';
import type { Manifest } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';

/** Telemetry without selector is for the whole namespace, and a waypoint reads that. */
const NEED_TARGETS = ['RequestAuthentication', 'WasmPlugin', 'TrafficExtension', 'EnvoyFilter', 'Telemetry'];

export const selectorAtWaypoint: Rule = {
  id: 'selector-at-waypoint',
  severity: Severity.ERROR,
  summary: 'a configuration without targetRefs is in a namespace whose services have a waypoint',
  why: 'a waypoint ignores what has no targetRefs, and ztunnel knows nothing of tokens, plugins and filters: it has no effect',
  fix: 'replace the selector by targetRefs that name the Service, or the Gateway of the waypoint',
  *check(mesh) {
    const served = new Set(boundOf(mesh).filter(({ subject }) => subject.traffic === 'service').map(({ subject }) => subject.manifest.namespace));
    for (const policy of candidates(mesh).filter(({ namespace }) => served.has(namespace))) {
      const selector = selectorOf(policy);
      if (selector ? selectsGateway(selector.labels) : policy.kind === 'Telemetry') continue;
      yield {
        subject: policy,
        path: ['spec', ...selector ? [selector.field] : []],
        message: 'ignored by the waypoint: no targetRefs name it, or one of its services',
      };
    }
  },
};

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
