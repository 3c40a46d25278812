import { canonical, firstDifference } from './canonical';
import type { Item } from './item';
import type { Fields, SourceObject } from './source-object';
import { groupOf } from '../istio/groups';
import { groupBy } from '../mesh/group-by';
import { refKey, refText } from '../mesh/object-ref';
import type { FieldPath } from '../mesh/positions';
import { fieldText } from '../mesh/positions';
import { remember } from '../mesh/remember';
import type { ProgramStart } from '../program/app-program';
import type { EvaluatedConstruct, Packages } from '../program/evaluate';
import { Evaluation } from '../program/evaluate';

/** What is wrong with an item: it does not declare what it stands for. */
export interface Fault {
  readonly item: Item;
  readonly reason: string;
}

/** What was read is compared with each program that is tried. */
const expectedForm = remember(({ written }: SourceObject) => canonical(written));

/**
 * Runs the statements of a plan and compares what comes out with what the files held.
 * @returns the items that are at fault, each once
 */
export function findFaults(
  items: readonly Item[], objects: readonly SourceObject[], start: ProgramStart, packages: Packages,
): Fault[] {
  return new Verification(items, objects).run(start, new Evaluation(packages));
}

class Verification {
  readonly #faults = new Map<Item, string>();
  readonly #byPath = new Map<string, Item>();
  readonly #labelling: ReadonlyMap<string, readonly Item[]>;
  readonly #expected: ReadonlyMap<string, SourceObject>;

  constructor(private readonly items: readonly Item[], objects: readonly SourceObject[]) {
    this.#expected = new Map(objects.map((object) => [object.key, object]));
    this.#labelling = groupBy(items, ({ labels }) => labels);
  }

  public run({ app, statements }: ProgramStart, evaluation: Evaluation): Fault[] {
    const root: EvaluatedConstruct = evaluation.run(app);
    for (const statement of statements) evaluation.run(statement);
    this.construct(evaluation);
    this.validate(root);
    if (this.#faults.size === 0) this.compare(root, evaluation);
    return [...this.#faults].map(([item, reason]) => ({ item, reason }));
  }

  /** An error that comes up again is that of an item before: only the first is blamed. */
  private construct(evaluation: Evaluation): void {
    const errors = new Set<unknown>();
    for (const item of this.items) {
      try {
        const [made] = item.statements.map((statement) => evaluation.run(statement) as EvaluatedConstruct | undefined);
        if (made) this.#byPath.set(made.node.path, item);
      } catch (error) {
        if (!errors.has(error)) this.blame(item, messageOf(error));
        errors.add(error);
      }
    }
  }

  private validate(root: EvaluatedConstruct): void {
    for (const construct of root.node.findAll()) {
      for (const message of construct.node.validate()) this.blameAt(construct, message);
    }
  }

  private compare(root: EvaluatedConstruct, evaluation: Evaluation): void {
    const made = new Set<string>();
    for (const construct of evaluation.objectsIn(root)) {
      const object: Fields = construct.toJson();
      const key = keyOf(object);
      made.add(key);
      this.compareObject(construct, object, this.#expected.get(key));
    }
    for (const [key, object] of this.#expected) {
      if (made.has(key)) continue;
      for (const item of this.items) if (item.objects.includes(key) || item.labels.includes(key)) this.blame(item, `${refText(object)} does not come out`);
    }
  }

  private compareObject(construct: EvaluatedConstruct, object: Fields, expected: SourceObject | undefined): void {
    if (!expected) {
      this.blameAt(construct, `it also declares ${object.kind} "${object.metadata.name}", which is not among the files`);
      return;
    }
    const difference = firstDifference(expectedForm(expected), canonical(object));
    if (!difference) return;
    const item = this.itemAt(construct);
    if (!item) return;
    const reason = differenceText(difference, expected.written, item.construct);
    for (const one of this.blamedFor(difference, item, expected)) this.blame(one, reason);
  }

  /** A label that is not as it was is the fault of what labels an object, and not of the object that stays as it is. */
  private blamedFor(difference: FieldPath, item: Item, { key }: SourceObject): readonly Item[] {
    const labelling = this.#labelling.get(key);
    return labelling && item.reason !== undefined && difference.includes('labels') ? labelling : [item];
  }

  private blameAt(construct: EvaluatedConstruct, message: string): void {
    const item = this.itemAt(construct);
    if (item) this.blame(item, messageOf(new Error(message)));
  }

  /** The item whose construct is on the way down to another. */
  private itemAt({ node }: EvaluatedConstruct): Item | undefined {
    return this.#byPath.get(node.path.split('/').slice(0, 2).join('/'));
  }

  private blame(item: Item, reason: string): void {
    if (!this.#faults.has(item)) this.#faults.set(item, reason);
  }
}

function keyOf({ apiVersion, kind, metadata }: Fields): string {
  return refKey({ group: groupOf({ apiVersion }), kind, namespace: metadata.namespace ?? '', name: metadata.name });
}

/** Without the path of the construct, which says nothing where there is none. */
function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/^\[[^\]]*\] /, '').replace(/\s+/g, ' ');
}

function differenceText(path: FieldPath, written: Fields, construct = 'ApiObject'): string {
  const value = path.reduce<any>((inner, step) => inner?.[step], written);
  const shown = value === undefined ? '' : ` ${shortened(JSON.stringify(value))}`;
  return `${construct} would not write ${fieldText(path)}${shown} as it is`;
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
