import type { Findings } from './problem';
import type { Targeted } from './selectors';
import { targetFindings } from './selectors';

/**
 * Both kinds of extensions: what else the webhook asks of them, their schemas ask too.
 * @see istio pkg/config/validation/validation.go ValidateWasmPlugin, ValidateTrafficExtension
 */
export function extensionFindings(spec: Targeted): Findings {
  return targetFindings(spec);
}
