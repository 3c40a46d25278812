import { nearestNames } from './facts/nearest-names';
import type { Offence, Rule } from './rule';
import { Severity } from './rule';
import {
  DATAPLANE_MODE, INGRESS_USE_WAYPOINT, NAME_OVERRIDE, REVISION, SERVICE_ACCOUNT, SERVICE_TYPE, USE_WAYPOINT, USE_WAYPOINT_CANARY,
  USE_WAYPOINT_CANARY_NAMESPACE, USE_WAYPOINT_CANARY_WEIGHT, USE_WAYPOINT_NAMESPACE, WAYPOINT_FOR, WAYPOINT_INBOUND_BINDING,
} from '../istio/labels';
import type { StringMap } from '../mesh/fields';
import { GATEWAY } from '../mesh/kinds/gateway-api';
import type { Manifest } from '../mesh/manifest';
import type { FieldPath } from '../mesh/positions';

export const metadataNotRead: Rule = {
  id: 'metadata-not-read',
  severity: Severity.WARNING,
  summary: 'a label or annotation of the mesh is written where nobody reads it',
  why: 'Istio says nothing of names that it does not know, nor of a label among the annotations: what it should do is not done, and traffic goes direct',
  fix: 'write the name as the message has it, among the labels or annotations of the object itself',
  *check(mesh) {
    const labels = misplaced(mesh.labelNames(), ANNOTATIONS, 'an annotation');
    const annotations = misplaced(mesh.annotationNames(), LABELS, 'a label');
    for (const subject of labels.size + annotations.size > 0 ? mesh.asRead() : []) {
      yield* faultsIn(subject, subject.labels, ['metadata', 'labels'], labels);
      yield* faultsIn(subject, subject.annotations, ['metadata', 'annotations'], annotations);
    }
    for (const gateway of mesh.all(GATEWAY)) yield* ofInfrastructure(gateway.body.spec?.infrastructure, gateway);
  },
};

const LABELS = new Set([
  DATAPLANE_MODE, USE_WAYPOINT, USE_WAYPOINT_NAMESPACE, WAYPOINT_FOR, INGRESS_USE_WAYPOINT,
  USE_WAYPOINT_CANARY, USE_WAYPOINT_CANARY_NAMESPACE,
]);
const ANNOTATIONS = new Set([WAYPOINT_INBOUND_BINDING, SERVICE_ACCOUNT, NAME_OVERRIDE, SERVICE_TYPE]);
/** What a Gateway is asked for itself, and not its pods. */
const OF_THE_GATEWAY = { labels: [WAYPOINT_FOR, REVISION], annotations: [...ANNOTATIONS] } as const;

/** Which labels and annotations have rules of their own: a use-waypoint annotation, and a weight among the labels. */
const ELSEWHERE: ReadonlySet<string> = new Set([USE_WAYPOINT, USE_WAYPOINT_CANARY_WEIGHT]);

/** What is wrong with names wherever they stand in a map, by name. @param others the names that belong into the other map */
function misplaced(names: ReadonlySet<string>, others: ReadonlySet<string>, kind: string): ReadonlyMap<string, string> {
  const messages = new Map<string, string>();
  for (const name of names) {
    if (!/istio|waypoint|dataplane/i.test(name) || ELSEWHERE.has(name)) continue;
    const message = others.has(name) ? `not read here: ${name} is ${kind}` : misspelt(name);
    if (message) messages.set(name, message);
  }
  return messages;
}

function* faultsIn(subject: Manifest, map: StringMap, path: FieldPath, messages: ReadonlyMap<string, string>): Generator<Offence> {
  for (const name in map) {
    const message = messages.get(name);
    if (message) yield { subject, path: [...path, name], message };
  }
}

/** Names that are as they should be, though they resemble others. */
const KNOWN: ReadonlySet<string> = new Set([...LABELS, ...ANNOTATIONS, USE_WAYPOINT_CANARY_WEIGHT, REVISION]);
const NAMES = [...LABELS, USE_WAYPOINT_CANARY_WEIGHT];

/** A name that is nearly one of the mesh, or one without its prefix. */
function misspelt(name: string): string | undefined {
  if (KNOWN.has(name)) return undefined;
  const meant = NAMES.find((each) => each.split('/')[1] === name.split('/').at(-1)!.toLowerCase())
    ?? (/^istio\.io\//i.test(name) ? nearestNames(name, NAMES)[0] : undefined);
  return meant && `nobody reads "${name}", did you mean "${meant}"?`;
}

type Infrastructure = { readonly labels?: StringMap; readonly annotations?: StringMap } | undefined;

function ofInfrastructure(infrastructure: Infrastructure, subject: Manifest): Offence[] {
  return (['labels', 'annotations'] as const).flatMap((field) => OF_THE_GATEWAY[field]
    .filter((name) => Object.hasOwn(infrastructure?.[field] ?? {}, name) && !Object.hasOwn(subject[field], name))
    .map((name) => ({
      subject,
      path: ['spec', 'infrastructure', field, name],
      message: `not read here: Istio reads ${name} from metadata.${field} of the Gateway`,
    })));
}
