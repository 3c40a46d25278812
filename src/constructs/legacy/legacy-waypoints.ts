import { Construct } from 'constructs';
import { LegacyObjects } from './legacy-objects';
import { WAYPOINT_CLASS } from '../../istio/classes';
import { FOR_SERVICE_ACCOUNT, REVISION, USE_WAYPOINT } from '../../istio/labels';
import type { Manifest } from '../delivery/manifest';
import { Enrollment } from '../enrollment/enrollment';
import type { ObjectRef } from '../object-ref';
import { problem } from '../problem';
import { IstioWaypoint } from '../waypoint/istio-waypoint';
import { NamespaceWaypoint } from '../waypoint/namespace-waypoint';
import { ServiceWaypoint } from '../waypoint/service-waypoint';
import { TrafficType } from '../waypoint/traffic-type';
import { WorkloadWaypoint } from '../waypoint/workload-waypoint';

/** Properties of `LegacyWaypoints`. */
export interface LegacyWaypointsProps {
  /**
   * Manifests as they are, parsed, such as those of `Yaml.load`: Gateways of waypoints of Istio up to 1.21, and the workloads, Services
   * and Namespaces that they were for. All others are passed over, and none comes out again.
   */
  readonly manifests: any[];
  /**
   * Whether traffic to the IPs of pods takes the successors too, as it did. Pods restart for it, since they get a label.
   * @default false
   */
  readonly workloads?: boolean;
  /**
   * The names of successors, by `<namespace>/<name>` of the Gateway that they are for.
   * @default - the name of the ServiceAccount with `-waypoint`; of a waypoint for all of a namespace `waypoint`
   */
  readonly waypointNames?: { [gateway: string]: string };
}

/** What all successors have. */
interface Succession {
  readonly namespace: string;
  readonly waypointName: string;
  readonly revision?: string;
}

/** The class of waypoints before it was named `istio-waypoint`. */
const OLDEST_CLASS = 'istio-mesh';

/**
 * The successors of waypoints as they were declared for Istio up to 1.21, which no release reads any more:
 *
 * - a Gateway with the annotation `istio.io/for-service-account`: a `ServiceWaypoint` for the Services of that account's workloads;
 * - a Gateway that Namespaces or Services name by the annotation `istio.io/use-waypoint`: an `IstioWaypoint` that they use by label;
 * - any other: a `NamespaceWaypoint`.
 *
 * A successor does not keep the name of the account: what istiod makes for it would have the names of the application's own objects, and
 * istiod leaves those alone. Once the successors are in use, delete the old Gateways.
 * @example
 * import type { Chart } from 'cdk8s';
 * import { Yaml } from 'cdk8s';
 * import { LegacyWaypoints } from 'cdk8s-waypoint';
 *
 * declare const chart: Chart;
 *
 * new LegacyWaypoints(chart, 'successors', { manifests: Yaml.load('shop.yaml') });
 */
export class LegacyWaypoints extends Construct {
  /** The successors. */
  public readonly waypoints: IstioWaypoint[];

  constructor(scope: Construct, id: string, props: LegacyWaypointsProps) {
    super(scope, id);
    const objects = new LegacyObjects(this, props.manifests);
    const gateways = objects.gateways().filter(({ spec }) => [WAYPOINT_CLASS, OLDEST_CLASS].includes(spec?.gatewayClassName));
    if (gateways.length === 0) throw problem(this, `"manifests" has no Gateway of class "${WAYPOINT_CLASS}" or "${OLDEST_CLASS}": add those of the waypoints`);
    this.refuseShared(objects, gateways);
    this.waypoints = gateways.map((gateway) => this.successorOf(gateway, objects, props));
  }

  private successorOf(gateway: Manifest, objects: LegacyObjects, props: LegacyWaypointsProps): IstioWaypoint {
    const { metadata: { name, annotations } } = gateway;
    const account: string | undefined = annotations?.[FOR_SERVICE_ACCOUNT];
    const succession = this.successionOf(gateway, account, objects, props);
    const { namespace } = succession;
    const id = `${namespace}-${name}`;
    if (account) return this.forAccount(id, account, objects, succession, props);
    const names = (from: string) => from === namespace ? [name, `${namespace}/${name}`] : [`${namespace}/${name}`];
    const users = objects.annotated(USE_WAYPOINT).filter((user) => names(user.namespace).includes(user.value)).map(({ ref }) => ref);
    const trafficType = props.workloads ? TrafficType.ALL : undefined;
    if (users.length === 0) return new NamespaceWaypoint(this, id, { ...succession, trafficType });
    const waypoint = new IstioWaypoint(this, id, { ...succession, trafficType });
    new Enrollment(waypoint, 'enrollment', { objects: users, waypoint });
    return waypoint;
  }

  private successionOf(gateway: Manifest, account: string | undefined, objects: LegacyObjects, props: LegacyWaypointsProps): Succession {
    const { metadata: { name, labels } } = gateway;
    const namespace = objects.namespaceOf(gateway);
    const waypointName = props.waypointNames?.[`${namespace}/${name}`] ?? (account ? `${account}-waypoint` : 'waypoint');
    const taken = objects.inTheWayOf(namespace, waypointName);
    if (taken) {
      throw problem(this, `the successor of Gateway ${namespace}/${name} is named "${waypointName}" like ${taken}, so istiod would deploy nothing: write another in "waypointNames"`);
    }
    return { namespace, waypointName, revision: labels?.[REVISION] };
  }

  private forAccount(
    id: string, account: string, objects: LegacyObjects, succession: Succession, props: LegacyWaypointsProps,
  ): IstioWaypoint {
    const { namespace } = succession;
    const services = objects.servicesOf(namespace, account);
    const workloads = objects.workloadsOf(namespace, account);
    this.checkAccount(`${namespace}/${account}`, services, workloads, props);
    if (services.length === 0) return new WorkloadWaypoint(this, id, { ...succession, workloads });
    const waypoint = new ServiceWaypoint(this, id, { ...succession, services, trafficType: props.workloads ? TrafficType.ALL : undefined });
    if (props.workloads) new Enrollment(waypoint, 'workloads', { objects: workloads, waypoint });
    return waypoint;
  }

  private checkAccount(account: string, services: ObjectRef[], workloads: ObjectRef[], props: LegacyWaypointsProps): void {
    if (workloads.length === 0) throw problem(this, `no workload in "manifests" runs as ServiceAccount ${account}: add its manifests, or leave the Gateway out`);
    if (services.length === 0 && !props.workloads) {
      throw problem(this, `no Service in "manifests" selects the workloads of ServiceAccount ${account}: add its manifests, or write "workloads: true"`);
    }
  }

  /** A Service can have one waypoint, also where its pods ran as several accounts with one each. */
  private refuseShared(objects: LegacyObjects, gateways: readonly Manifest[]): void {
    const owners = new Map<string, string>();
    for (const gateway of gateways) {
      const account = gateway.metadata.annotations?.[FOR_SERVICE_ACCOUNT];
      const namespace = objects.namespaceOf(gateway);
      for (const { objectName } of account ? objects.servicesOf(namespace, account) : []) {
        const service = `${namespace}/${objectName}`;
        const other = owners.get(service);
        if (other) {
          throw problem(this, `Service ${service} selects workloads of two ServiceAccounts with a waypoint each, by Gateway ${other} and ${namespace}/${gateway.metadata.name}, but can use one: `
            + 'leave one of the Gateways out, and declare what it is to become');
        }
        owners.set(service, `${namespace}/${gateway.metadata.name}`);
      }
    }
  }
}
