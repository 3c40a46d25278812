import type { Construct } from 'constructs';
import { problem } from './problem';

/** Checks a port number. */
export function checkPort(scope: Construct, port: number): number {
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw problem(scope, `port ${port} does not exist: write an integer from 1 to 65535`);
  }
  return port;
}
