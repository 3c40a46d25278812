import type { AskedRequests } from '../diff/access-change';
import type { Box, Dimension } from '../diff/dimension';
import { UNNAMED } from '../diff/witness';

/** What some requests have in common, as JSON has it: things in which they may be anything are left out. */
export interface RequestsJson {
  readonly where: readonly { readonly what: string; readonly values: readonly (string | null)[]; readonly others: boolean }[];
}

/** Requests as sets of values: each item is all combinations of them. */
export function requestsJson({ dimensions, boxes }: AskedRequests): RequestsJson[] {
  return boxes.map((box) => ({ where: restrictions(dimensions, box) }));
}

function restrictions(dimensions: readonly Dimension[], box: Box): RequestsJson['where'] {
  return dimensions.flatMap(({ what, values }, index) => {
    if (box[index].length === values.length) return [];
    const chosen = box[index].map((at) => values[at]);
    return [{
      what,
      values: chosen.filter(({ isOther }) => !isOther).map(({ value }) => value),
      others: chosen.some(({ isOther }) => isOther),
    }];
  });
}

/** Requests in words, a line for each set. */
export function requestsText(requests: AskedRequests): string[] {
  return requestsJson(requests).map(({ where }) => where.length === 0 ? 'every request' : where.map(restrictionText).join(' · '));
}

function restrictionText({ what, values, others }: RequestsJson['where'][number]): string {
  const texts = values.map((value) => value?.replaceAll(UNNAMED, '…') ?? 'none');
  return `${what} ${[...texts, ...others ? [texts.length > 0 ? 'others' : 'other than those named'] : []].join(', ')}`;
}
