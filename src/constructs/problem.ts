import * as path from 'path';
import type { IConstruct } from 'constructs';

/** What is no part of a user's program: this library, other packages, and Node.js. */
const LIBRARY = path.dirname(__dirname) + path.sep;
const PACKAGES = `${path.sep}node_modules${path.sep}`;
/** How many frames are looked through for those of the user. */
const DEPTH = 100;

/** An error about what was declared: where in the construct tree, what is wrong, and what to write instead. */
export function problem(scope: IConstruct, message: string): Error {
  return mistake(`[${scope.node.path}] ${message}`);
}

/** An error that a user can mend. Its stack has the lines of the user's program and no other. */
export function mistake(message: string): Error {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = DEPTH;
  try {
    const error = new Error(message);
    error.stack = [`Error: ${message}`, ...framesOf(error).filter(isOfUser).slice(0, limit)].join('\n');
    return error;
  } finally {
    Error.stackTraceLimit = limit;
  }
}

function framesOf({ stack = '' }: Error): string[] {
  return stack.split('\n').filter((line) => line.startsWith('    at '));
}

function isOfUser(frame: string): boolean {
  return !frame.includes(LIBRARY) && !frame.includes(PACKAGES) && !/[( ]node:|<anonymous>\)?$/.test(frame);
}
