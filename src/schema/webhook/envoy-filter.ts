import type { Findings } from './problem';
import { warning } from './problem';

/**
 * The warning that every EnvoyFilter gets; what Istio asks of its patches is not known here.
 * @see istio pkg/config/validation/envoyfilter/envoyfilter.go ValidateEnvoyFilter
 */
export function* envoyFilterFindings(): Findings {
  yield warning('spec', 'EnvoyFilter exposes internal implementation details that may change at any time. ' +
    'Prefer other APIs if possible, and exercise extreme caution, especially around upgrades.');
}
