import { ObjectOwner, OwnerSide } from './object-owner';
import type { OwnedObjects } from './object-owner';
import { checkChoice } from '../check-choice';
import { checkTexts } from '../check-texts';
import { ENROLLABLE_KINDS } from '../enrollment/enrollable-kinds';
import { mistake } from '../problem';

/** Refuses entries that would silently cover other objects than they say, or none. */
export function checkOwners(owners: readonly OwnedObjects[]): void {
  if (!Array.isArray(owners)) throw mistake('"owners" is no list: write one, each entry with the "owner" of some objects');
  for (const owned of owners as readonly (OwnedObjects | null | undefined)[]) {
    if (!owned) throw mistake(`"owners" has the entry ${owned}: write one with the "owner" of some objects`);
    checkEntry(owned);
  }
}

function checkEntry({ owner, kinds, namespaces, names, instead, podSelector }: OwnedObjects): void {
  checkChoice('owner', owner, 'ObjectOwner', ObjectOwner);
  if (instead !== undefined) checkChoice('"instead"', instead, 'OwnerSide', OwnerSide);
  for (const [what, list] of Object.entries({ kinds, namespaces, names })) checkTexts(`"${what}" of owner ${owner}`, list);
  const unknown = kinds?.find((kind) => !ENROLLABLE_KINDS.includes(kind));
  if (unknown !== undefined) throw mistake(`"kinds" of owner ${owner} has "${unknown}", which gets no labels: write ${ENROLLABLE_KINDS.join(', ')}`);
  if (podSelector && Object.keys(podSelector).length === 0) {
    throw mistake(`"podSelector" of owner ${owner} is empty: write exactly the labels of spec.selector.matchLabels, or leave it out`);
  }
}
