import { Construct } from 'constructs';
import type { BackendOptions } from './backend';
import { Backend } from './backend';
import type { ServicePort } from './service-port';
import { renderServicePorts } from './service-port-manifest';
import { defineVersionRoutes } from './version-routes';
import type { VersionSplit } from './version-split';
import { checkLabels } from '../check-labels';
import { defineObject } from '../define-object';
import { Enrollment } from '../enrollment/enrollment';
import { findTwice } from '../find-twice';
import { checkLabelName, namespaceOf } from '../names';
import { ObjectRef } from '../object-ref';
import { problem } from '../problem';
import { PolicyTarget } from '../security/policy-target';
import type { IWaypoint } from '../waypoint/waypoint';

/** A version of a service. */
export interface ServiceVersion {
  /** The name of the version, such as `v2`. */
  readonly version: string;
  /**
   * The labels that tell its pods from those of other versions.
   * @default - the label `version` with the name of the version
   */
  readonly selector?: { [key: string]: string };
  /**
   * The name of its Service.
   * @default - the name of the service, with `-` and the name of the version
   */
  readonly serviceName?: string;
}

/** Properties of `VersionedService`. */
export interface VersionedServiceProps {
  /** The labels that the pods of all versions have. */
  readonly selector: { [key: string]: string };
  /** The ports, the same for all versions. At least one. */
  readonly ports: ServicePort[];
  /** The versions. At least one. */
  readonly versions: ServiceVersion[];
  /**
   * Which share of the traffic each version gets.
   * @default - no route: each pod gets the same share, whatever its version
   */
  readonly split?: VersionSplit;
  /**
   * The Service that clients dial, if it is not to be defined here. It must select the pods of all versions.
   * @default - a Service is defined
   */
  readonly parent?: ObjectRef;
  /**
   * The waypoint that the Service and those of the versions use.
   * @default - no labels: the waypoint of the namespace, if there is one
   */
  readonly waypoint?: IWaypoint;
  /**
   * The name of the Service that clients dial.
   * @default - that of `parent`, or the id of the construct
   */
  readonly serviceName?: string;
  /**
   * The namespace of the Services.
   * @default - that of `parent`, or of the chart
   */
  readonly namespace?: string;
}

/**
 * A service of which several versions run: the Service that clients dial, one Service for each version, and a route that splits
 * the traffic between them. Routes of the Gateway API tell versions apart by their Services only, not by subsets.
 *
 * The split is the work of the waypoint: whoever goes past it gets any version. A policy for the Service does not hold for
 * clients that dial the Service of a version; write `policyTargets`, which has them all, or a policy for the waypoint.
 * @example
 * import { App, Chart } from 'cdk8s';
 * import { NamespaceWaypoint, VersionedService, VersionSplit } from 'cdk8s-waypoint';
 *
 * const shop = new Chart(new App(), 'shop', { namespace: 'shop' });
 * new NamespaceWaypoint(shop, 'waypoint');
 * new VersionedService(shop, 'reviews', {
 *   selector: { app: 'reviews' },
 *   ports: [{ port: 9080 }],
 *   versions: [{ version: 'v1' }, { version: 'v2' }],
 *   split: VersionSplit.rollout('v1', 'v2', { step: 1 }), // 5 %; then 2: 25 %, 3: 50 %, 4: 100 %
 * });
 */
export class VersionedService extends Construct {
  /** The Service that clients dial. */
  public readonly parent: ObjectRef;
  /** The Service that clients dial, and those of the versions, as targets of policies. */
  public readonly policyTargets: PolicyTarget[];

  private readonly services: ReadonlyMap<string, ObjectRef>;

  constructor(scope: Construct, id: string, props: VersionedServiceProps) {
    super(scope, id);
    this.checkVersions(props);
    const namespace = namespaceOf(this, props.namespace ?? props.parent?._at(this).namespace);
    const name = props.serviceName ?? props.parent?.objectName ?? id;
    const ports = renderServicePorts(this, props.ports);
    const define = (key: string, serviceName: string, selector: Record<string, string>) =>
      this.defineService(key, serviceName, namespace, { selector: checkLabels(this, 'a selector', selector), ports });
    this.parent = props.parent ?? define('Resource', name, props.selector);
    this.services = new Map(props.versions.map(({ version, selector, serviceName }) => [
      version, define(`version-${version}`, serviceName ?? `${name}-${version}`, { ...props.selector, ...selector ?? { version } }),
    ]));
    const all = [this.parent, ...this.services.values()];
    this.policyTargets = all.map((service) => PolicyTarget.service(service));
    if (props.waypoint) new Enrollment(this, 'enrollment', { objects: all, waypoint: props.waypoint });
    if (props.split) defineVersionRoutes(this, name, props.ports, props.split._weights(this, [...this.services.keys()]));
  }

  /** The Service of a version. */
  public versionService(version: string): ObjectRef {
    const service = this.services.get(version);
    if (!service) throw problem(this, `has no version "${version}": write one of ${[...this.services.keys()].join(', ')}`);
    return service;
  }

  /** A version as the backend of a route of one's own, such as one that sends testers to it. */
  public backend(version: string, options: BackendOptions): Backend {
    return Backend.service(this.versionService(version), options);
  }

  private checkVersions({ parent, serviceName, versions, selector }: VersionedServiceProps): void {
    if (parent && !parent._isKind('Service')) throw problem(this, `has the parent ${parent.kind} "${parent.objectName}": refer to a Service`);
    if (parent && serviceName !== undefined && serviceName !== parent.objectName) {
      throw problem(this, `has the parent "${parent.objectName}" and the name "${serviceName}": write one of the two`);
    }
    if (Object.keys(selector).length === 0) throw problem(this, '"selector" is empty, so that its Services would have no pods: write at least one label');
    if (versions.length === 0) throw problem(this, 'has no versions: list at least one in "versions"');
    const twice = findTwice(versions, ({ version }) => version);
    if (twice) throw problem(this, `has version "${twice.version}" twice: list it once`);
    const empty = versions.find((version) => version.selector && Object.keys(version.selector).length === 0);
    if (empty) throw problem(this, `version "${empty.version}" has an empty selector, and so the pods of all versions: write at least one label, or leave it out`);
  }

  private defineService(id: string, name: string, namespace: string, spec: object): ObjectRef {
    checkLabelName(this, 'the name of the Service', name);
    const head = { apiVersion: 'v1', kind: 'Service', namespace, name, property: 'serviceName' };
    return ObjectRef.of(defineObject(this, id, head, { spec: { type: 'ClusterIP', ...spec } }));
  }
}
