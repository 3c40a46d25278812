import { ObjectOwner, OwnerSide } from './object-owner';
import type { OwnedObjects } from './object-owner';
import { checkChoice } from '../check-choice';
import { checkFilter } from '../check-texts';
import { ENROLLABLE_KINDS } from '../enrollment/enrollable-kinds';
import { mistake } from '../problem';

/** Refuses entries that would silently cover other objects than they say, or none. */
export function checkOwners(owners: readonly OwnedObjects[]): void {
  if (!Array.isArray(owners)) throw mistake('"owners" is no list: write one, each entry with the "owner" of some objects');
  for (const owned of owners as readonly (OwnedObjects | null | undefined)[]) {
    if (!owned) throw mistake(`"owners" has the entry ${owned}: write one with the "owner" of some objects`);
    checkEntry(owned);
  }
  checkOrder(owners);
}

/** The first entry that covers an object decides: one that covers all before one that covers some would be taken for the wrong owner. */
function checkOrder(owners: readonly OwnedObjects[]): void {
  owners.forEach((owned, index) => {
    const before = owners.slice(0, index).findIndex((other) => coversAllOf(other, owned));
    if (before < 0 || saidOf(owners[before]) === saidOf(owned)) return;
    throw mistake(`entry ${index + 1} of "owners", ${owned.owner}, never decides: entry ${before + 1}, ${owners[before].owner}, covers all that it covers: `
      + 'put what is about fewer objects first');
  });
}

/** Whether an entry covers whatever another one does; one with an empty list covers nothing. */
function coversAllOf(one: OwnedObjects, other: OwnedObjects): boolean {
  const lists = [[one.kinds, other.kinds], [one.namespaces, other.namespaces], [one.names, other.names]];
  return lists.every(([all, some]) => some?.length !== 0 && (!all || (some?.every((text) => all.includes(text)) ?? false)));
}

/** What an entry says of the objects that it covers. */
function saidOf({ kinds: _kinds, namespaces: _namespaces, names: _names, ...said }: OwnedObjects): string {
  return JSON.stringify(Object.entries(said).sort());
}

function checkEntry(owned: OwnedObjects): void {
  const { owner, kinds, instead, podSelector } = owned;
  checkChoice('owner', owner, 'ObjectOwner', ObjectOwner);
  if (instead !== undefined) checkChoice('"instead"', instead, 'OwnerSide', OwnerSide);
  checkFilter(`owner ${owner}`, owned);
  const unknown = kinds?.find((kind) => !ENROLLABLE_KINDS.includes(kind));
  if (unknown !== undefined) throw mistake(`"kinds" of owner ${owner} has "${unknown}", which gets no labels: write ${ENROLLABLE_KINDS.join(', ')}`);
  if (podSelector && Object.keys(podSelector).length === 0) {
    throw mistake(`"podSelector" of owner ${owner} is empty: write exactly the labels of spec.selector.matchLabels, or leave it out`);
  }
}
