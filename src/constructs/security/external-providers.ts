import type { Construct } from 'constructs';
import type { RenderedTarget } from './rendered-target';
import { waypointOf } from '../enrollment/consumers';
import { Notes } from '../notes';
import { fullNameOf } from '../waypoint/full-name';

/** A construct that lets a provider decide about requests. */
interface Asking {
  readonly by: Construct;
  readonly provider: string;
}

const asking = new Notes<Asking>();

/** What stands for the targets that are every waypoint. */
const EVERYWHERE = 'GatewayClass';

/**
 * Notes that a provider decides about requests to targets. A proxy that finds two providers for one request refuses what either is to be
 * asked about, so that such is an error at synthesis.
 * @see istio pilot/pkg/security/authz/builder/builder.go buildHTTP
 */
export function noteProvider(by: Construct, provider: string, targets: readonly RenderedTarget[]): void {
  for (const key of targets.flatMap(keysOf)) asking.add(key, { by, provider });
  by.node.addValidation({
    validate: () => {
      const other = targets.flatMap((target) => reachedBy(by, target)).flatMap((key) => asking.of(by, key))
        .find((one) => one.provider !== provider);
      return other ? [
        `asks provider "${provider}", but "${other.by.node.path}" asks "${other.provider}" about the same requests, and Istio would refuse what either is asked about: `
        + 'ask one provider in both, or give them targets that have no request in common',
      ] : [];
    },
  });
}

function keysOf({ namespace, refs }: RenderedTarget): string[] {
  return refs.map(({ kind, name }) => kind === EVERYWHERE ? kind : `${kind} ${namespace}/${name}`);
}

/** The targets that have requests in common with one: itself, every waypoint, and of a Service its waypoint. */
function reachedBy(by: Construct, target: RenderedTarget): string[] {
  const waypoint = target.object && waypointOf(by, target.object._at(by));
  return [...keysOf(target), EVERYWHERE, ...waypoint ? [`Gateway ${fullNameOf(waypoint)}`] : []];
}
