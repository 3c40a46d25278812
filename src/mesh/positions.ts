import type { Event, MappingEvent, ScalarEvent, SequenceEvent } from 'js-yaml';
import { EVENT_ID, getScalarValue, parseEvents, SCALAR_STYLE } from 'js-yaml';
import type { SourceDocument } from './documents';
import { parseLoosely } from './flow-indentation';
import type { Place } from './source-file';

/** A way down from a value: keys of mappings and indexes of lists. */
export type FieldPath = readonly (string | number)[];

/** A path as people write it: `spec.listeners[0].port`, `metadata.labels['istio.io/rev']`. */
export function fieldText(path: FieldPath): string {
  return path.map((step) => {
    if (typeof step === 'number') return `[${step}]`;
    return /^[\w-]+$/.test(step) ? `.${step}` : `['${JSON.stringify(step).slice(1, -1)}']`;
  }).join('').replace(/^\./, '');
}

/**
 * The place of a field in a document: of its key in a mapping, or of the item of a list. A field that the document does not
 * have (a default, for example) has the place of the innermost one above it that is there.
 *
 * The text is parsed anew, so ask for what is reported only.
 */
export function placeOf(document: SourceDocument, path: FieldPath): Place {
  if (recent?.document !== document) recent = { document, positions: positionsIn(document) };
  return document.file.place(document.start + (recent.positions?.offsetOf(path) ?? 0));
}

/** The document that was asked for last: of a long List one place after the other is asked for. */
let recent: { readonly document: SourceDocument; readonly positions: Positions | undefined } | undefined;

/** @returns undefined for a document that is not YAML */
function positionsIn({ file, start, end }: SourceDocument): Positions | undefined {
  const text = file.text.slice(start, end);
  try {
    return parseLoosely(text, (loose) => new Positions(loose, parseEvents(loose, {})));
  } catch {
    return undefined;
  }
}

/** Where a path has got to: the event at which the value begins, and the offset to report for it. */
interface Step { readonly value: number; readonly offset: number }

/** The offsets of all fields of a document. */
class Positions {
  /** What is below the mapping or list that begins at an event, by key or index. */
  readonly #below = new Map<number, ReadonlyMap<string, Step>>();

  constructor(private readonly text: string, private readonly events: readonly Event[]) {}

  public offsetOf(path: FieldPath): number {
    if (this.events.length === 0) return 0;
    let step: Step = { value: 1, offset: offsetOfNode(this.events[1]) };
    for (const segment of path) {
      const below = this.below(step.value).get(String(segment));
      if (!below) break;
      step = below;
    }
    return step.offset;
  }

  private below(at: number): ReadonlyMap<string, Step> {
    const start = this.resolveAlias(at);
    let below = this.#below.get(start);
    if (!below) {
      // An alias can lead back here.
      this.#below.set(start, new Map());
      const { type } = this.events[start];
      below = type === EVENT_ID.MAPPING ? this.keys(start) : type === EVENT_ID.SEQUENCE ? this.items(start) : new Map<string, Step>();
      this.#below.set(start, below);
    }
    return below;
  }

  private keys(mapping: number): Map<string, Step> {
    const keys = new Map<string, Step>();
    const merged: number[] = [];
    for (let key = mapping + 1; this.events[key].type !== EVENT_ID.POP; key = this.after(this.after(key))) {
      const event = this.events[key];
      if (event.type !== EVENT_ID.SCALAR) continue;
      const name = getScalarValue(this.text, event);
      const value = this.after(key);
      if (name === '<<') merged.push(value);
      keys.set(name, { value, offset: offsetOfNode(event) });
    }
    for (const [name, step] of merged.flatMap((value) => this.mergedKeys(value))) if (!keys.has(name)) keys.set(name, step);
    return keys;
  }

  /** What `<<` names: a mapping, or a list of them of which the first wins. */
  private mergedKeys(value: number): [string, Step][] {
    const isList = this.events[value].type === EVENT_ID.SEQUENCE;
    return isList ? [...this.below(value).values()].flatMap((item) => [...this.below(item.value)]) : [...this.below(value)];
  }

  private items(sequence: number): Map<string, Step> {
    const items = new Map<string, Step>();
    for (let item = sequence + 1; this.events[item].type !== EVENT_ID.POP; item = this.after(item)) {
      items.set(String(items.size), { value: item, offset: offsetOfNode(this.events[item]) });
    }
    return items;
  }

  /** The event after a node and all that is in it. */
  private after(at: number): number {
    let depth = 0;
    let next = at;
    do {
      const { type } = this.events[next++];
      if (type === EVENT_ID.MAPPING || type === EVENT_ID.SEQUENCE) depth++;
      else if (type === EVENT_ID.POP) depth--;
    } while (depth > 0);
    return next;
  }

  /** An alias stands for the last node before it that has its anchor. */
  private resolveAlias(at: number): number {
    const alias = this.events[at];
    if (alias.type !== EVENT_ID.ALIAS) return at;
    const name = this.text.slice(alias.anchorStart, alias.anchorEnd);
    for (let before = at - 1; before > 0; before--) {
      const event = this.events[before];
      if (isNode(event) && this.text.slice(event.anchorStart, event.anchorEnd) === name) return before;
    }
    return at;
  }
}

function isNode(event: Event): event is MappingEvent | SequenceEvent | ScalarEvent {
  return event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE || event.type === EVENT_ID.SCALAR;
}

function offsetOfNode(event: Event): number {
  switch (event.type) {
    case EVENT_ID.MAPPING:
    case EVENT_ID.SEQUENCE:
      return event.start;
    case EVENT_ID.SCALAR:
      return event.valueStart - (event.style === SCALAR_STYLE.SINGLE_QUOTED || event.style === SCALAR_STYLE.DOUBLE_QUOTED ? 1 : 0);
    case EVENT_ID.ALIAS:
      return event.anchorStart - 1;
    default:
      return 0;
  }
}
