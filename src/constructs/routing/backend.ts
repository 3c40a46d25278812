import type { Construct } from 'constructs';
import { noteBackend } from './backend-notes';
import type { HttpFilter, RenderedHeaderFilter } from './http-filter';
import { fullHosts } from '../full-hosts';
import type { ObjectRef } from '../object-ref';
import { checkPort } from '../port';
import { problem } from '../problem';

/** Options of a backend. */
export interface BackendOptions {
  /** The port of the Service. */
  readonly port: number;
  /**
   * The share of the requests, relative to the weights of the other backends of the rule: 0 to 1,000,000.
   * @default 1
   */
  readonly weight?: number;
  /**
   * Changes only to what goes to this backend; Istio takes header changes here and nothing else.
   * @default - none
   */
  readonly filters?: HttpFilter[];
}

/** Where requests go. */
export class Backend {
  /** A Service; one per version, if versions shall be told apart. */
  public static service(service: ObjectRef, options: BackendOptions): Backend {
    return new Backend(service, options);
  }

  private constructor(private readonly service: ObjectRef, private readonly options: BackendOptions) {}

  /**
   * The weight, checked.
   * @internal
   */
  public _weight(scope: Construct): number {
    const weight = this.options.weight ?? 1;
    if (!Number.isInteger(weight) || weight < 0 || weight > 1_000_000) {
      throw problem(scope, `backend "${this.service.objectName}" has weight ${weight}: write an integer from 0 to 1000000`);
    }
    return weight;
  }

  /**
   * A `backendRef` of a route.
   * @internal
   */
  public _render(scope: Construct, routeNamespace: string) {
    const { filters } = this.options;
    const odd = filters?.find((filter) => !filter._changesHeaders);
    if (odd) {
      throw problem(scope, `backend "${this.service.objectName}" has a filter of type ${odd._kind}, and Istio would drop the whole route: write it in the filters of the rule`);
    }
    return {
      ...this._reference(scope, routeNamespace),
      weight: this._weight(scope),
      ...(filters?.length && { filters: filters.map((filter) => filter._render(scope, routeNamespace) as RenderedHeaderFilter) }),
    };
  }

  /**
   * A `backendRef` of a route for connections.
   * @internal
   */
  public _renderForConnections(scope: Construct, routeNamespace: string) {
    if (this.options.filters?.length) {
      throw problem(scope, `backend "${this.service.objectName}" has filters, but a connection has no headers: remove them`);
    }
    return { ...this._reference(scope, routeNamespace), weight: this._weight(scope) };
  }

  /**
   * A destination of a VirtualService.
   * @internal
   */
  public _renderDestination(scope: Construct) {
    if (this.options.filters?.length) throw problem(scope, `backend "${this.service.objectName}" has filters, which a VirtualService does not take: remove them`);
    const { port } = this._reference(scope, '');
    const [host] = fullHosts(this.service._at(scope))!;
    return { destination: { host, port: { number: port } }, weight: this._weight(scope) };
  }

  /**
   * The Service and its port, as routes and mirrors name it.
   * @internal
   */
  public _reference(scope: Construct, routeNamespace: string) {
    if (!this.service._isKind('Service')) {
      throw problem(scope, `${this.service.kind} "${this.service.objectName}" cannot be a backend: refer to a Service`);
    }
    const service = this.service._at(scope);
    const { namespace, name } = service;
    noteBackend(scope, service);
    return {
      group: '' as const,
      kind: 'Service' as const,
      name,
      ...(namespace !== routeNamespace && { namespace }),
      port: checkPort(scope, this.options.port),
    };
  }
}
