import type { Construct } from 'constructs';
import { defineDestinationTraffic } from './destination-traffic';
import type { EgressDestination } from './egress-destination';
import type { EgressLockdown } from './egress-lockdown';
import { leaveDestinations, noteDestination } from './left-destinations';
import { defineLockdown } from './lockdown-policies';
import { noteOutgoing, refuseLockedOut } from './locked-out';
import { refuseAllElse } from './refuse-all-else';
import { defineSecretReader } from './secret-reader';
import { defineServiceEntry } from './service-entry';
import { defineObject } from '../define-object';
import { Enrollment } from '../enrollment/enrollment';
import { namespaceOf } from '../names';
import type { ObjectRef } from '../object-ref';
import { problem } from '../problem';
import { PolicyTarget } from '../security/policy-target';
import { WaypointAuthorization } from '../security/waypoint-authorization';
import { AllowedNamespaces } from '../waypoint/allowed-namespaces';
import type { ReplaceableWaypointProps } from '../waypoint/istio-waypoint';
import { IstioWaypoint } from '../waypoint/istio-waypoint';
import { requireServiceTraffic } from '../waypoint/service-traffic';
import { WaypointLifecycle } from '../waypoint/waypoint-lifecycle';

/** Properties of `EgressWaypoint`. */
export interface EgressWaypointProps extends ReplaceableWaypointProps {
  /**
   * What is called through the waypoint, each with who may call it. At least one; a waypoint that drains leaves them to another
   * `EgressWaypoint` that has them too, and may have none.
   */
  readonly destinations: EgressDestination[];
  /**
   * Closes every other way out of the cluster for the pods of some namespaces, by a NetworkPolicy for each.
   * @default - none: whoever dials an address outside the mesh gets there past the waypoint
   */
  readonly lockdown?: EgressLockdown;
  /**
   * Whether the Namespace of the waypoint is defined too.
   * @default false
   */
  readonly createNamespace?: boolean;
}

/**
 * A waypoint for calls to hosts outside the mesh: its Gateway, a ServiceEntry for each destination, which uses it, and policies that
 * let nobody through but the clients of the destination. Whatever else is made to use it is refused until a policy lets it through.
 *
 * The policies are the work of the waypoint: where it is not bound, captured pods get to the destination without it, and who dials
 * an address and not the host always does. `lockdown` closes that; docs/egress.md says how far. So a waypoint that drains leaves its
 * destinations to another one, and goes on refusing what still comes.
 * @see https://istio.io/latest/docs/ambient/usage/waypoint/
 * @example
 * import { App, Chart } from 'cdk8s';
 * import { EgressWaypoint, ServiceProtocol, Source, TlsOrigination } from 'cdk8s-waypoint';
 *
 * const egress = new Chart(new App(), 'egress', { namespace: 'egress' });
 * new EgressWaypoint(egress, 'waypoint', {
 *   createNamespace: true,
 *   destinations: [
 *     {
 *       destinationName: 'payments',
 *       hosts: ['api.payments.example'],
 *       ports: [{ port: 443, protocol: ServiceProtocol.TLS }],
 *       clients: [Source.namespaces('checkout')],
 *     },
 *     {
 *       destinationName: 'weather',
 *       hosts: ['api.weather.example'],
 *       ports: [{ port: 80, targetPort: 443 }],
 *       tls: TlsOrigination.simple(),
 *       clients: [Source.serviceAccounts('shop/web')],
 *     },
 *   ],
 *   lockdown: { namespaces: ['checkout', 'shop'] },
 * });
 */
export class EgressWaypoint extends IstioWaypoint {
  /** The ServiceEntries, in the order of the destinations. */
  public readonly serviceEntries: ObjectRef[];

  constructor(scope: Construct, id: string, props: EgressWaypointProps) {
    super(scope, id, { ...props, allowedNamespaces: props.allowedNamespaces ?? namespacesOf(scope, id, props) });
    requireServiceTraffic(this);
    if (props.createNamespace) this.defineNamespace();
    this.serviceEntries = this.lifecycle === WaypointLifecycle.SERVING
      ? this.defineDestinations(props.destinations)
      : leaveDestinations(this, props.destinations);
    refuseAllElse(this);
    if (props.destinations.some(({ tls }) => tls?._settings?.mode === 'MUTUAL')) defineSecretReader(this);
    noteOutgoing({ by: this, need: 'whose pods have to get out', goesToKnownAddresses: false, namespaces: () => [this.waypointNamespace] });
    if (props.lockdown) this.lockDown(props.lockdown);
  }

  private defineDestinations(destinations: readonly EgressDestination[]): ObjectRef[] {
    const entries = destinations.map((destination) => this.defineDestination(destination));
    new Enrollment(this, 'enrollment', { objects: entries, waypoint: this });
    return entries;
  }

  private defineDestination(destination: EgressDestination): ObjectRef {
    const namespace = namespaceOf(this, destination.namespace ?? this.waypointNamespace);
    const entry = defineServiceEntry(this, namespace, destination);
    noteDestination(this, entry);
    defineDestinationTraffic(this, namespace, destination);
    new WaypointAuthorization(this, `clients-${destination.destinationName}`, {
      targets: [PolicyTarget.serviceEntry(entry)],
      rules: [{ sources: destination.clients }],
      policyName: `${destination.destinationName}-clients`,
    });
    return entry;
  }

  private lockDown(lockdown: EgressLockdown): void {
    defineLockdown(this, lockdown);
    refuseLockedOut(this, lockdown);
  }

  private defineNamespace(): void {
    defineObject(this, 'namespace', { apiVersion: 'v1', kind: 'Namespace', namespace: '', name: this.waypointNamespace, property: 'namespace' });
  }
}

/** The namespaces of the ServiceEntries, which have to be admitted to the waypoint. */
function namespacesOf(scope: Construct, id: string, { namespace, destinations, lifecycle }: EgressWaypointProps): AllowedNamespaces {
  const mayBeEmpty = lifecycle === WaypointLifecycle.DRAINING;
  if (destinations.length === 0 && !mayBeEmpty) throw problem(scope, `waypoint "${id}" has no destinations: list at least one in "destinations"`);
  const own = namespaceOf(scope, namespace);
  const all = new Set(destinations.map((destination) => destination.namespace ?? own));
  return all.size === 0 || (all.size === 1 && all.has(own)) ? AllowedNamespaces.same() : AllowedNamespaces.named(...all);
}
