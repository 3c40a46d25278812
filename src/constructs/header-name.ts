import type { Construct } from 'constructs';
import { problem } from './problem';

/**
 * Checks the name of a header, or of what has the same names: Envoy refuses all of a configuration that has a wrong one.
 * @param what what it names, such as `cookie`
 */
export function checkHeaderName(scope: Construct, name: string, what: string = 'header'): string {
  if (!/^[-A-Za-z0-9!#$%&'*+.^_`|~]{1,256}$/.test(name)) throw problem(scope, `"${name}" is no name of a ${what}: write 1 to 256 letters, digits, "-" and the like, without blanks`);
  return name;
}
