import type { StringMatch } from '../mesh/kinds/istio-traffic';
import type { TextTest } from '../request/text-match';
import { regexTest } from '../request/text-match';

/** Whether a match takes any path. */
export function isWild(uri: StringMatch | undefined): boolean {
  return !uri || uri.prefix === '/' || uri.regex === '.*';
}

/**
 * What a match of a VirtualService says of a text; undefined: that it is there is enough.
 * @see istio pilot/pkg/networking/core/route/route.go canBeConvertedToPresentMatch
 */
export function stringTest({ exact, prefix, regex }: StringMatch): TextTest | undefined {
  if (exact !== undefined) return (text) => text === exact;
  if (prefix !== undefined) return (text) => text.startsWith(prefix);
  return regex === undefined || regex === '*' ? undefined : regexTest(regex);
}
