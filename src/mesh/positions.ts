import type { Event, MappingEvent, ScalarEvent, SequenceEvent } from 'js-yaml';
import { EVENT_ID, getScalarValue, parseEvents, SCALAR_STYLE } from 'js-yaml';
import type { SourceDocument } from './documents';
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
  const text = document.file.text.slice(document.start, document.end);
  return document.file.place(document.start + offsetOf(text, path));
}

function offsetOf(text: string, path: FieldPath): number {
  try {
    const events = parseEvents(text, {});
    let step: Step = { value: 1, offset: offsetOfNode(events[1]) };
    for (const segment of path) {
      const below = descend({ text, events }, step.value, segment);
      if (!below) break;
      step = below;
    }
    return step.offset;
  } catch {
    return 0;
  }
}

/** Where a path has got to: the event at which the value begins, and the offset to report for it. */
interface Step { readonly value: number; readonly offset: number }
interface Parsed { readonly text: string; readonly events: readonly Event[] }

function descend(parsed: Parsed, at: number, segment: string | number): Step | undefined {
  const start = resolveAlias(parsed, at);
  const { type } = parsed.events[start];
  if (type === EVENT_ID.MAPPING) return findKey(parsed, start, String(segment));
  if (type === EVENT_ID.SEQUENCE) return findItem(parsed, start, Number(segment));
  return undefined;
}

function findKey(parsed: Parsed, mapping: number, key: string): Step | undefined {
  const { text, events } = parsed;
  let merged: Step | undefined;
  let found: Step | undefined;
  for (let at = mapping + 1; events[at].type !== EVENT_ID.POP; at = after(events, after(events, at))) {
    const event = events[at];
    if (event.type !== EVENT_ID.SCALAR) continue;
    const name = getScalarValue(text, event);
    const value = after(events, at);
    if (name === key) found = { value, offset: offsetOfNode(event) };
    else if (name === '<<') merged ??= findMerged(parsed, value, key);
  }
  return found ?? merged;
}

/** Looks a key up in what `<<` names: a mapping, or a list of them of which the first wins. */
function findMerged(parsed: Parsed, at: number, key: string): Step | undefined {
  const { events } = parsed;
  if (events[at].type !== EVENT_ID.SEQUENCE) return descend(parsed, at, key);
  for (let item = at + 1; events[item].type !== EVENT_ID.POP; item = after(events, item)) {
    const found = descend(parsed, item, key);
    if (found) return found;
  }
  return undefined;
}

function findItem({ events }: Parsed, sequence: number, index: number): Step | undefined {
  let at = sequence + 1;
  for (let item = 0; events[at].type !== EVENT_ID.POP; item++) {
    if (item === index) return { value: at, offset: offsetOfNode(events[at]) };
    at = after(events, at);
  }
  return undefined;
}

/** The event after a node and all that is in it. */
function after(events: readonly Event[], at: number): number {
  let depth = 0;
  do {
    const { type } = events[at++];
    if (type === EVENT_ID.MAPPING || type === EVENT_ID.SEQUENCE) depth++;
    else if (type === EVENT_ID.POP) depth--;
  } while (depth > 0);
  return at;
}

/** An alias stands for the last node before it that has its anchor. */
function resolveAlias({ text, events }: Parsed, at: number): number {
  const alias = events[at];
  if (alias.type !== EVENT_ID.ALIAS) return at;
  const name = text.slice(alias.anchorStart, alias.anchorEnd);
  for (let before = at - 1; before > 0; before--) {
    const event = events[before];
    if (isNode(event) && text.slice(event.anchorStart, event.anchorEnd) === name) return before;
  }
  return at;
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
