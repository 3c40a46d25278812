import type { Construct } from 'constructs';
import type { ObjectRef } from '../object-ref';
import { problem } from '../problem';

/** Checks that a property lists at least one object, and only objects of these kinds. */
export function requireKinds(scope: Construct, property: string, refs: readonly ObjectRef[], kinds: readonly string[]): void {
  if (refs.length === 0) throw problem(scope, `"${property}" is empty: list at least one ${kinds.join(', ')}`);
  for (const ref of refs) {
    if (!ref._isKind(...kinds)) throw problem(scope, `"${property}" has ${ref.kind} "${ref.objectName}": list only ${kinds.join(', ')}`);
  }
}
