import type { StringMatch } from '../mesh/kinds/istio-traffic';
import { regexTest } from '../request/text-match';
import type { Truth } from '../request/truth';
import { unknown } from '../request/truth';

/** Whether a text is one that is meant. */
export type TextTruth = (text: string) => Truth;

/** Whether a match takes any path. */
export function isWild(uri: StringMatch | undefined): boolean {
  return !uri || uri.prefix === '/' || uri.regex === '.*';
}

/**
 * What a match of a VirtualService says of a text; undefined: that it is there is enough.
 * @see istio pilot/pkg/networking/core/route/route.go canBeConvertedToPresentMatch
 */
export function stringTest({ exact, prefix, regex }: StringMatch): TextTruth | undefined {
  if (exact !== undefined) return (text) => text === exact;
  if (prefix !== undefined) return (text) => text.startsWith(prefix);
  return regex === undefined || regex === '*' ? undefined : regexTruth(regex);
}

/** A regular expression that must match the whole text. What one says that can't be written in JavaScript is not known. */
export function regexTruth(pattern: string): TextTruth {
  try {
    return regexTest(pattern);
  } catch {
    return () => unknown(`what the regular expression ${pattern} matches`);
  }
}
