import { goQuote } from '../go-text';
import { domainProblem, isDnsLabel } from './names';
import type { Findings } from './problem';
import { each, errorAt, errorIf, warningIf } from './problem';

/** What is wrong with the names of gateways; a name without namespace ends the check. @see validateGatewayNames */
export function* gatewayNameFindings(names: readonly string[] | undefined, path: string): Findings {
  for (const [name, field] of each(names, path)) {
    const slash = name.indexOf('/');
    if (slash < 0) return yield* plainNameFindings(name, field);
    const [namespace, gateway] = [name.slice(0, slash), name.slice(slash + 1)];
    yield* errorIf(!namespace || !gateway, field, 'config namespace and gateway name cannot be empty');
    yield* errorIf(!isDnsLabel(namespace), field, `invalid value for namespace: ${goQuote(namespace)}`);
    yield* errorIf(!isDnsLabel(gateway), field, `invalid value for gateway name: ${goQuote(gateway)}`);
  }
}

function* plainNameFindings(name: string, path: string): Findings {
  const [gateway, namespace] = name.split('.');
  const recommended = goQuote(`${namespace}/${gateway}`);
  yield* warningIf(namespace !== undefined, path, `using legacy gatewayName format ${goQuote(name)}; prefer the <namespace>/<name> format: ${recommended}`);
  yield* errorAt(path, domainProblem(name));
}
