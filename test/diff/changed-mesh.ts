import type { Manifest } from '../../conformance/generate/manifest';
import { randomMesh } from '../../conformance/generate/mesh';
import { Random } from '../../conformance/generate/random';
import { randomRequestMesh } from '../../conformance/generate/request-mesh';

/** A mesh before and after a few changes. */
export interface ChangedMesh {
  readonly before: Manifest[];
  readonly after: Manifest[];
}

/** A random mesh, every second with more of policies and routes, and what random changes make of it. */
export function changedMesh(seed: number): ChangedMesh {
  const random = new Random(seed);
  const objectsOf = (one: number) => one % 2 === 0 ? randomMesh(one).objects : randomRequestMesh(one).objects;
  const before = unique(objectsOf(seed));
  const donors = objectsOf(seed + 2);
  let after = before;
  for (let count = random.between(1, 3); count > 0; count--) after = changed(random, after, donors);
  return { before, after: unique(after) };
}

function unique(objects: readonly Manifest[]): Manifest[] {
  return [...new Map(objects.map((object) => [`${object.kind}/${object.metadata.namespace}/${object.metadata.name}`, object])).values()];
}

function changed(random: Random, objects: readonly Manifest[], donors: readonly Manifest[]): Manifest[] {
  const at = random.int(objects.length);
  const object = objects[at];
  const others = [...objects.slice(0, at), ...objects.slice(at + 1)];
  switch (random.int(5)) {
    case 0: return others;
    case 1: return [...others, relabelled(random, object)];
    case 2: return [...objects, random.pick(donors)];
    default: return [...others, respecified(random, object, donors)];
  }
}

const LABELS: readonly (readonly [string, readonly (string | undefined)[]])[] = [
  ['istio.io/use-waypoint', ['waypoint', 'none', undefined]],
  ['istio.io/dataplane-mode', ['ambient', 'none', undefined]],
  ['istio.io/waypoint-for', ['all', 'workload', 'service', undefined]],
  ['app', ['a', 'b']],
];

function relabelled(random: Random, object: Manifest): Manifest {
  const [name, values] = random.pick(LABELS);
  const { [name]: _, ...labels } = object.metadata.labels ?? {};
  const value = random.pick(values);
  return { ...object, metadata: { ...object.metadata, labels: value === undefined ? labels : { ...labels, [name]: value } } };
}

/** Takes the spec of another object of the kind. */
function respecified(random: Random, object: Manifest, donors: readonly Manifest[]): Manifest {
  const alike = donors.filter(({ kind }) => kind === object.kind);
  return alike.length === 0 ? object : { ...object, spec: random.pick(alike).spec };
}
