import type { Findings } from './problem';
import { error, errorIf } from './problem';
import type { Targeted } from './selectors';
import { selectorFindings } from './selectors';

interface Spec extends Targeted {
  readonly portLevelMtls: Readonly<Record<string, unknown>>;
}

const PATH = 'spec.portLevelMtls';

/** @see istio pkg/config/validation/validation.go ValidatePeerAuthentication */
export function* peerAuthenticationFindings({ selector, portLevelMtls }: Partial<Spec>): Findings {
  if (selector) yield* selectorFindings(selector.matchLabels, 'spec.selector.matchLabels');
  if (!portLevelMtls) return;
  const ports = Object.keys(portLevelMtls);
  const isForAll = Object.keys(selector?.matchLabels ?? {}).length === 0;
  yield* errorIf(ports.length > 0 && isForAll, PATH, 'mesh/namespace peer authentication cannot have port level mTLS');
  yield* errorIf(ports.length === 0, PATH, 'port level mTLS, if defined, must have at least one element');
  for (const port of ports.filter((one) => !(Number(one) >= 1 && Number(one) <= 65535))) {
    yield error(`${PATH}[${port}]`, 'port must be in range 1..65535');
  }
}
