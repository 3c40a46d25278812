import { createRequire } from 'node:module';
import type { Packages } from './evaluate';

/**
 * Loads the constructs, and the cdk8s that they use: what a program of the user's would load, and not a copy in the bundle of the command
 * line. It takes as long as all the rest of a command, so that only commands do it that make manifests.
 * @throws with a way out, if cdk8s is not installed
 */
export function loadPackages(): Packages {
  const load = createRequire(__filename);
  try {
    return { 'cdk8s': load('cdk8s'), 'cdk8s-waypoint': load('cdk8s-waypoint') };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'MODULE_NOT_FOUND') throw error;
    throw new Error(`the constructs can't be loaded (${message.split('\n')[0]}): install "cdk8s" and "constructs" beside "cdk8s-waypoint"`, { cause: error });
  }
}
