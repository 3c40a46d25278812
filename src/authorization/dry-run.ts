import { isTrue } from '../istio/go-bool';
import { DRY_RUN } from '../istio/labels';
import type { Manifest } from '../mesh/manifest';

/**
 * Whether a policy only pretends.
 * @see istio pilot/pkg/security/authz/builder/builder.go isDryRun
 */
export function isDryRun({ annotations }: Manifest): boolean {
  return Object.hasOwn(annotations, DRY_RUN) && isTrue(annotations[DRY_RUN]);
}
