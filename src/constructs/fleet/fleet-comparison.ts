import type { ExpectedDifference } from './fleet-difference';
import type { ObjectFields } from './object-fields';
import { keyOf, nameOf, objectFields } from './object-fields';
import { isExpected, mustBeSame } from './same-everywhere';
import type { Manifest } from '../delivery/manifest';
import { mistake } from '../problem';

/** What stands for an object as a whole among values of fields. */
const PRESENT = 'present';
/** How many faults an error names; the rest it counts. */
const NAMED = 20;

/** Where clusters differ from the first one; a cluster that is not among the values has what the first one has. */
export interface Divergence {
  readonly object: ObjectFields;
  /** Undefined: the object as a whole. */
  readonly field: string | undefined;
  readonly first: string | undefined;
  readonly others: Map<string, string | undefined>;
  /** The reason of an expected difference. */
  readonly expected?: string;
}

type Objects = ReadonlyMap<string, ObjectFields>;

/**
 * Compares the clusters of a fleet with its first one, as they are written. Of a cluster only what differs is kept, so that
 * a fleet of any size can be compared.
 */
export class FleetComparison {
  /** The clusters that were compared and are as they must be, the first one among them; and those that wait for it. */
  public readonly clusters = new Set<string>();

  private firstObjects?: Objects;
  private readonly waiting = new Map<string, Objects>();
  private readonly divergences = new Map<string, Divergence>();

  constructor(private readonly first: string, private readonly expected: readonly ExpectedDifference[]) {}

  /**
   * Compares a cluster, at once or as soon as the first one is known.
   * @throws if something that must be the same everywhere is not
   */
  public compare(cluster: string, manifests: readonly Manifest[]): void {
    const objects = new Map(manifests.map((manifest) => objectFields(manifest)).map((object) => [keyOf(object), object]));
    if (cluster === this.first) this.firstObjects = objects;
    else this.waiting.set(cluster, objects);
    if (this.firstObjects) this.compareWaiting(this.firstObjects);
    this.clusters.add(cluster);
  }

  /** All differences, by object and field. */
  public differences(): Divergence[] {
    return [...this.divergences].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, divergence]) => divergence);
  }

  private compareWaiting(first: Objects): void {
    for (const [cluster, objects] of this.waiting) {
      this.waiting.delete(cluster);
      const faults: string[] = [];
      for (const key of new Set([...first.keys(), ...objects.keys()])) {
        for (const fault of this.compareObject(cluster, first.get(key), objects.get(key))) faults.push(fault);
      }
      if (faults.length > 0) throw mistake(this.complaint(cluster, faults));
    }
  }

  private *compareObject(cluster: string, first: ObjectFields | undefined, other: ObjectFields | undefined): Generator<string> {
    const object = (first ?? other)!;
    if (!first || !other) {
      yield* this.note(object, undefined, cluster, [first && PRESENT, other && PRESENT]);
      return;
    }
    for (const field of new Set([...first.fields.keys(), ...other.fields.keys()])) {
      const values = [first.fields.get(field), other.fields.get(field)] as const;
      if (values[0] !== values[1]) yield* this.note(object, field, cluster, values);
    }
  }

  /** Notes a difference, and yields it if there must be none. */
  private *note(
    object: ObjectFields, field: string | undefined, cluster: string, [first, other]: readonly [string | undefined, string | undefined],
  ): Generator<string> {
    const key = `${keyOf(object)} ${field ?? ''}`;
    const expected = this.expected.find((one) => isExpected(one, object, field))?.reason;
    const divergence = this.divergences.get(key) ?? { object, field, first, others: new Map<string, string | undefined>(), expected };
    divergence.others.set(cluster, other);
    this.divergences.set(key, divergence);
    if (expected !== undefined || !mustBeSame(object, field)) return;
    yield field === undefined
      ? `${nameOf(object)} is in "${first ? this.first : cluster}" only`
      : `${nameOf(object)} ${field} is ${first ?? 'missing'} in "${this.first}" and ${other ?? 'missing'} in "${cluster}"`;
  }

  private complaint(cluster: string, faults: readonly string[]): string {
    const more = faults.length > NAMED ? [`and ${faults.length - NAMED} more`] : [];
    return [
      `clusters "${this.first}" and "${cluster}" differ in what must be the same everywhere: declare it for both, or say in "expectedDifferences" why they differ`,
      ...faults.slice(0, NAMED), ...more,
    ].join('\n  ');
  }
}
