import type { Construct } from 'constructs';
import type { RenderedTarget } from './backend-target';
import { entryTarget, serviceTarget } from './backend-target';
import { renderFilters } from './filter-manifest';
import type { HttpFilter, RenderedHeaderFilter } from './http-filter';
import type { ObjectRef } from '../object-ref';
import { checkPort } from '../port';
import { problem } from '../problem';

/** Options of a backend. */
export interface BackendOptions {
  /** The port of the Service, or of the host. */
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

/** Options of a ServiceEntry as a backend. */
export interface EntryBackendOptions extends BackendOptions {
  /**
   * The host, if the ServiceEntry has several, or is not of this app.
   * @default - its only host
   */
  readonly host?: string;
}

/** Where requests go. */
export class Backend {
  /** A Service; one per version, if versions shall be told apart. */
  public static service(service: ObjectRef, options: BackendOptions): Backend {
    return new Backend(service.objectName, options, (scope, namespace) => serviceTarget(scope, service, namespace));
  }

  /** A host outside the mesh, or whatever else a ServiceEntry stands for. */
  public static serviceEntry(entry: ObjectRef, options: EntryBackendOptions): Backend {
    return new Backend(entry.objectName, options, (scope) => entryTarget(scope, entry, options.host));
  }

  private constructor(
    private readonly name: string,
    private readonly options: BackendOptions,
    private readonly target: (scope: Construct, routeNamespace: string) => RenderedTarget,
  ) {}

  /**
   * The weight, checked.
   * @internal
   */
  public _weight(scope: Construct): number {
    const weight = this.options.weight ?? 1;
    if (!Number.isInteger(weight) || weight < 0 || weight > 1_000_000) {
      throw problem(scope, `backend "${this.name}" has weight ${weight}: write an integer from 0 to 1000000`);
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
      throw problem(scope, `backend "${this.name}" has a filter of type ${odd._kind}, and Istio would drop the whole route: write it in the filters of the rule`);
    }
    return {
      ...this._reference(scope, routeNamespace),
      weight: this._weight(scope),
      ...(filters?.length && { filters: renderFilters(scope, filters, routeNamespace) as RenderedHeaderFilter[] }),
    };
  }

  /**
   * A `backendRef` of a route for connections.
   * @internal
   */
  public _renderForConnections(scope: Construct, routeNamespace: string) {
    if (this.options.filters?.length) {
      throw problem(scope, `backend "${this.name}" has filters, but a connection has no headers: remove them`);
    }
    return { ...this._reference(scope, routeNamespace), weight: this._weight(scope) };
  }

  /**
   * A destination of a VirtualService.
   * @internal
   */
  public _renderDestination(scope: Construct, namespace: string) {
    if (this.options.filters?.length) throw problem(scope, `backend "${this.name}" has filters, which a VirtualService does not take: remove them`);
    const { host } = this.target(scope, namespace);
    return { destination: { host, port: { number: checkPort(scope, this.options.port) } }, weight: this._weight(scope) };
  }

  /**
   * The backend and its port, as routes and mirrors name it.
   * @internal
   */
  public _reference(scope: Construct, routeNamespace: string) {
    return { ...this.target(scope, routeNamespace).ref, port: checkPort(scope, this.options.port) };
  }
}
