import { subsetNameProblem } from './destination-rule';
import { portProblem, wildcardDomainProblem } from './names';
import type { Findings } from './problem';
import { each, errorAt, errorIf } from './problem';

/** A service, as routes name it. */
export interface Destination {
  readonly host?: string;
  readonly subset?: string;
  readonly port?: { readonly number?: number };
}

export interface RouteDestination {
  readonly destination?: Destination;
  readonly weight?: number;
}

/** What is wrong with the destinations of a route. @see validateRouteDestinations */
export function* destinationsFindings(route: readonly RouteDestination[], path: string): Findings {
  for (const [{ destination, weight = 0 }, field] of each(route, path)) {
    yield* errorIf(!destination, field, 'destination is required');
    if (destination) yield* destinationFindings(destination, `${field}.destination`);
    yield* errorIf(weight < 0, `${field}.weight`, `weight ${weight} < 0`);
  }
  const total = route.reduce((sum, { weight = 0 }) => sum + weight, 0);
  yield* errorIf(route.length > 1 && total === 0, path, 'total destination weight = 0');
}

/** What is wrong with one destination. @see validateDestination */
export function* destinationFindings({ host = '', subset, port }: Destination, path: string): Findings {
  yield* errorAt(`${path}.host`, host === '*' ? 'invalid destination host *' : wildcardDomainProblem(host));
  if (subset) yield* errorAt(`${path}.subset`, subsetNameProblem(subset));
  if (port) yield* errorAt(`${path}.port`, portProblem(port.number ?? 0));
}
