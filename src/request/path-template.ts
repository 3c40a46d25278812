import { quote } from './regex';
import type { TextTest } from './text-match';
import { regexTest } from './text-match';

const ONE = '{*}';
const ANY = '{**}';
const SEGMENT_CHARACTERS = 'a-zA-Z0-9\\-._~%!$&\'()+,;:@=';

/** Whether a path of a policy is a template. */
export function isPathTemplate(path: string): boolean {
  return path.includes(ONE) || path.includes(ANY);
}

/**
 * A path template: `{*}` is one segment that is not empty, `{**}` any number of them, with the slashes between them.
 * @see istio pkg/config/security/security.go ContainsPathTemplate, envoy uri_template
 */
export function pathTemplateTest(template: string): TextTest {
  const parts = template.split(/(\{\*\*?\})/);
  return regexTest(parts.map(patternOf).join(''));
}

function patternOf(part: string): string {
  if (part === ONE) return `[${SEGMENT_CHARACTERS}]+`;
  return part === ANY ? `[${SEGMENT_CHARACTERS}/]*` : quote(part);
}
