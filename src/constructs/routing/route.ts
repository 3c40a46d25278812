import { Construct } from 'constructs';
import { refuseConsumerRoute } from './consumer-route';
import type { RenderedParent } from './rendered-parent';
import type { RouteClaim } from './route-ledger';
import { declareRoute } from './route-ledger';
import type { RouteParent } from './route-parent';
import { defineObject } from '../define-object';
import { refuseUnread, ROUTES_UNREAD } from '../enrollment/refuse-unread';
import { findTwice } from '../find-twice';
import { namespaceOf } from '../names';
import { problem } from '../problem';

/** Properties that routes of all kinds have. */
export interface RouteProps {
  /** Whose traffic is routed. At least one. */
  readonly parents: RouteParent[];
  /**
   * The namespace of the route. Istio honours a route only in the namespace of the service or of its waypoint.
   * @default - the namespace of the first parent
   */
  readonly namespace?: string;
  /**
   * The name of the route.
   * @default - the id of the construct
   */
  readonly routeName?: string;
}

/** What routes of all kinds share: their names and their parents. */
export abstract class Route extends Construct {
  /** The name of the route. */
  public readonly routeName: string;
  /** The namespace of the route. */
  public readonly routeNamespace: string;

  /** @internal */
  protected readonly _parents: readonly RenderedParent[];

  constructor(scope: Construct, id: string, props: RouteProps) {
    super(scope, id);
    if (props.parents.length === 0) throw problem(this, 'has no parents: list at least one in "parents"');
    this._parents = props.parents.map((parent) => parent._render(this));
    this.checkParentsDiffer();
    this.routeNamespace = namespaceOf(this, props.namespace ?? this._parents[0].namespace);
    this.routeName = props.routeName ?? id;
  }

  /**
   * Checks host names, which Istio reads for Gateways only.
   * @internal
   */
  protected _checkHostnames(hostnames: readonly string[] | undefined): void {
    const service = this._parents.find((parent) => !parent.isGateway);
    if (service && hostnames?.length) {
      throw problem(this, `has hostnames, which Istio ignores for ${service.ref.kind} "${service.ref.name}": match a header instead, or remove them`);
    }
  }

  /**
   * Defines the manifest.
   * @param spec all but the parents
   * @internal
   */
  protected _define(apiVersion: string, claim: Omit<RouteClaim, 'namespace' | 'port'>, spec: object): void {
    const namespace = this.routeNamespace;
    const { kind } = claim;
    for (const { object, ref: { port } } of this._parents) {
      if (!object) continue;
      declareRoute(this, object, { ...claim, namespace, port });
      refuseConsumerRoute(this, namespace, object);
      refuseUnread(this, object, `${kind}s of a ${object.kind}`, ROUTES_UNREAD);
    }
    defineObject(this, 'Resource', { apiVersion, kind, namespace, name: this.routeName, property: 'routeName' }, {
      spec: {
        parentRefs: this._parents.map(({ ref, namespace: at }) => at === namespace ? ref : { ...ref, namespace: at }),
        ...spec,
      },
    });
  }

  /** The standard channel of the Gateway API tells parents of one name apart by their listeners alone, not by ports. */
  private checkParentsDiffer(): void {
    const twice = findTwice(this._parents, ({ namespace, ref: { kind, name, sectionName = '' } }) => [kind, namespace, name, sectionName].join('/'));
    if (twice) {
      throw problem(this, `names ${twice.ref.kind} "${twice.ref.name}" twice, which the API server refuses: name it once, for all ports, or write a route for each port`);
    }
  }
}
