import type { IConstruct } from 'constructs';

/** An error about what was declared: where in the construct tree, what is wrong, and what to write instead. */
export function problem(scope: IConstruct, message: string): Error {
  return new Error(`[${scope.node.path}] ${message}`);
}
