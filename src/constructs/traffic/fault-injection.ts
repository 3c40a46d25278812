import { Construct } from 'constructs';
import type { Fault } from './fault';
import { renderFault, renderVirtualMatch } from './fault-manifest';
import { targetHosts } from './target-hosts';
import type { VirtualServiceSpec, VirtualServiceSpecHttp } from '../../../imports/networking.istio.io';
import { NETWORKING_VERSION } from '../../istio/groups';
import { defineObject } from '../define-object';
import { refuseUnread, VIRTUAL_SERVICES_UNREAD } from '../enrollment/refuse-unread';
import type { ObjectRef } from '../object-ref';
import type { Plain } from '../plain';
import { checkPort } from '../port';
import { problem } from '../problem';
import type { Backend } from '../routing/backend';
import { renderVirtualDestinations } from '../routing/backend-refs';
import { declareRoute } from '../routing/route-ledger';

/** Properties of `FaultInjection`. */
export interface FaultInjectionProps {
  /** The Service or ServiceEntry whose requests go wrong. */
  readonly service: ObjectRef;
  /** What goes wrong, the first that takes a request. At least one. */
  readonly faults: Fault[];
  /**
   * The port of the service; requests to other ports go on as they are.
   * @default - all ports
   */
  readonly port?: number;
  /**
   * Where requests go, by weight, that are not answered with an error: what a route would say, which can't stand beside this.
   * @default - to the service itself
   */
  readonly backends?: Backend[];
  /**
   * The hosts of a ServiceEntry that is not of this app.
   * @default - those of the Service or ServiceEntry
   */
  readonly hosts?: string[];
  /**
   * The name of the VirtualService.
   * @default - the id of the construct
   */
  readonly virtualServiceName?: string;
}

/**
 * A VirtualService that lets requests to a service wait or fail at its waypoint, to try out what clients make of it. The Gateway API
 * has nothing for that.
 *
 * Istio calls VirtualServices at waypoints alpha, and leaves open what becomes of one beside a route of the Gateway API. So no route of
 * the app may be for the same service; `backends` says what it would have said. Timeouts, retries and filters of a route are gone
 * while this is there. Only requests that pass the waypoint go wrong, and only HTTP.
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPFaultInjection
 * @example
 * import { App, Chart, Duration } from 'cdk8s';
 * import { FaultInjection, HttpValueMatch, ObjectRef } from 'cdk8s-waypoint';
 *
 * const shop = new Chart(new App(), 'shop', { namespace: 'shop' });
 * new FaultInjection(shop, 'slow-cart', {
 *   service: ObjectRef.service('cart'),
 *   faults: [
 *     { matches: [{ headers: [HttpValueMatch.exact('x-chaos', 'yes')] }], abort: { httpStatus: 503 } },
 *     { delay: { duration: Duration.seconds(2), percent: 10 } },
 *   ],
 * });
 */
export class FaultInjection extends Construct {
  /** The name of the VirtualService. */
  public readonly virtualServiceName: string;
  /** The namespace of the VirtualService: that of the service. */
  public readonly virtualServiceNamespace: string;

  constructor(scope: Construct, id: string, props: FaultInjectionProps) {
    super(scope, id);
    const service = props.service._atAs(this, 'Service', 'ServiceEntry');
    const hosts = targetHosts(this, service, props.hosts);
    const port = props.port === undefined ? undefined : checkPort(this, props.port);
    const { namespace } = service;
    this.virtualServiceNamespace = namespace;
    declareRoute(this, service, { kind: 'VirtualService', namespace, port, takesAll: true });
    refuseUnread(this, service, 'VirtualServices', VIRTUAL_SERVICES_UNREAD);
    if (hosts.length > 1 && !props.backends) {
      throw problem(this, `cannot send requests on to ${hosts.join(', ')}, which are several: write one FaultInjection for a ServiceEntry of each, or "backends"`);
    }
    const route = props.backends
      ? renderVirtualDestinations(this, props.backends, namespace)
      : [{ destination: { host: hosts[0], ...(port !== undefined && { port: { number: port } }) } }];
    const spec: Plain<VirtualServiceSpec> = { hosts, http: this.rules(props.faults, port, route) };
    const name = props.virtualServiceName ?? id;
    this.virtualServiceName = defineObject(this, 'Resource', {
      apiVersion: NETWORKING_VERSION, kind: 'VirtualService', namespace, name, property: 'virtualServiceName',
    }, { spec }).name;
  }

  private rules(faults: readonly Fault[], port: number | undefined, route: Plain<VirtualServiceSpecHttp>['route']): Plain<VirtualServiceSpecHttp>[] {
    if (faults.length === 0) throw problem(this, 'has no faults: list at least one in "faults"');
    const hiding = faults.findIndex(({ matches }) => !matches);
    if (hiding >= 0 && hiding < faults.length - 1) throw problem(this, `has fault ${hiding + 1} for all requests, so that those after it are never asked: list it last`);
    const rules = faults.map((fault) => ({ ...this.match(fault, port), fault: renderFault(this, fault), route }));
    return hiding >= 0 ? rules : [...rules, { ...this.match({}, port), route }];
  }

  private match({ matches }: Fault, port: number | undefined): Pick<Plain<VirtualServiceSpecHttp>, 'match'> {
    if (matches?.length === 0) throw problem(this, 'has a fault with an empty list "matches": list at least one, or leave it out to match everything');
    if (!matches) return port === undefined ? {} : { match: [{ port }] };
    const rendered = matches.flatMap((match) => renderVirtualMatch(this, match, port));
    const all = rendered.find((match) => Object.keys(match).every((field) => field === 'port'));
    if (all) throw problem(this, 'has a fault with a match that says nothing: write a condition, or leave "matches" out to match everything');
    return { match: rendered };
  }
}
