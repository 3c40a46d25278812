import type { Construct } from 'constructs';
import { renderFields, renderMethods, renderPaths, renderPorts } from './rule-fields';

/** What a request asks for. All fields that are given must match; in a list, one value. */
export interface OperationOptions {
  /** Values of the Host header, with the port if the client sends one. @default - any */
  readonly hosts?: string[];
  /** Hosts that must not match. @default - none */
  readonly notHosts?: string[];
  /** Ports of the Service that the client addressed. @default - any */
  readonly ports?: number[];
  /** Ports that must not match. @default - none */
  readonly notPorts?: number[];
  /** HTTP methods, such as `GET`; for gRPC always `POST`. @default - any */
  readonly methods?: string[];
  /** Methods that must not match. @default - none */
  readonly notMethods?: string[];
  /** Paths; `*` at one end, or the templates `{*}` and `{**}`. For gRPC `/package.Service/Method`. @default - any */
  readonly paths?: string[];
  /** Paths that must not match. @default - none */
  readonly notPaths?: string[];
}

/** A kind of request that a waypoint can tell from others (L7). */
export class Operation {
  /** Requests with one of these methods. */
  public static methods(...methods: string[]): Operation {
    return new Operation({ methods });
  }

  /** Requests for one of these paths. */
  public static paths(...paths: string[]): Operation {
    return new Operation({ paths });
  }

  /** Requests to one of these ports of the Service. */
  public static ports(...ports: number[]): Operation {
    return new Operation({ ports });
  }

  /** Requests that fit all of several conditions. */
  public static of(options: OperationOptions): Operation {
    return new Operation(options);
  }

  private constructor(private readonly options: OperationOptions) {}

  /** @internal */
  public _renderOperation(scope: Construct) {
    return renderFields(scope, 'an operation', {
      hosts: this.options.hosts,
      notHosts: this.options.notHosts,
      ports: renderPorts(scope, this.options.ports),
      notPorts: renderPorts(scope, this.options.notPorts),
      methods: renderMethods(scope, this.options.methods),
      notMethods: renderMethods(scope, this.options.notMethods),
      paths: renderPaths(scope, this.options.paths),
      notPaths: renderPaths(scope, this.options.notPaths),
    });
  }
}
