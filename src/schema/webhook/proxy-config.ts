import type { Findings } from './problem';
import type { Targeted } from './selectors';
import { selectorFindings } from './selectors';

/** @see istio pkg/config/validation/validation.go ValidateProxyConfig */
export function* proxyConfigFindings({ selector }: Targeted): Findings {
  if (selector) yield* selectorFindings(selector.matchLabels, 'spec.selector.matchLabels');
}
