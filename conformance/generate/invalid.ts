import type { Manifest } from './manifest';
import type { Random } from './random';

/** Makes about one object in a hundred invalid, so that the cluster refuses it. */
export function breakSome(random: Random, objects: readonly Manifest[]): Manifest[] {
  return objects.map((object) => random.chance(0.01) && object.kind !== 'Namespace' ? broken(random, object) : object);
}

function broken(random: Random, object: Manifest): Manifest {
  const spec = (object.spec ?? {}) as Record<string, unknown>;
  return random.pick([
    { ...object, spec: { ...spec, noSuchField: 'x' } },
    { ...object, spec: 'text' },
    { ...object, metadata: { ...object.metadata, labels: { ...object.metadata.labels, 'bad label': 'x' } } },
    { ...object, metadata: { ...object.metadata, labels: { ...object.metadata.labels, example: 'not a label value' } } },
  ]);
}
