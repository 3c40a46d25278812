import type { Construct } from 'constructs';
import type { HttpValueMatch } from './http-match';
import type { GrpcRouteSpecRulesMatchesMethod } from '../../../imports/gateway.networking.k8s.io';
import type { Plain } from '../plain';
import { problem } from '../problem';

const SERVICE = /^\.?[a-z_][a-z_0-9]*(\.[a-z_][a-z_0-9]*)*$/i;
const METHOD = /^[a-z_][a-z_0-9]*$/i;

/** A method of a gRPC service, or many. */
export class GrpcMethodMatch {
  /**
   * One method of a service.
   * @param service with its package, such as `shop.Cart`
   * @param method such as `AddItem`
   */
  public static method(service: string, method: string): GrpcMethodMatch {
    return new GrpcMethodMatch('Exact', service, method);
  }

  /**
   * All methods of a service.
   * @param service with its package, such as `shop.Cart`
   */
  public static service(service: string): GrpcMethodMatch {
    return new GrpcMethodMatch('Exact', service);
  }

  /** Methods of services, each a regular expression (RE2) that must match as a whole. */
  public static regex(service: string, method: string): GrpcMethodMatch {
    return new GrpcMethodMatch('RegularExpression', service, method);
  }

  private constructor(private readonly kind: 'Exact' | 'RegularExpression', private readonly service: string, private readonly method?: string) {}

  /** @internal */
  public _render(scope: Construct): Plain<GrpcRouteSpecRulesMatchesMethod> {
    if (this.kind === 'Exact') this.checkNames(scope);
    return { type: this.kind, service: this.service, ...(this.method !== undefined && { method: this.method }) };
  }

  private checkNames(scope: Construct): void {
    if (!SERVICE.test(this.service)) throw problem(scope, `gRPC service "${this.service}" is no name: write it with its package, such as "shop.Cart"`);
    if (this.method !== undefined && !METHOD.test(this.method)) {
      throw problem(scope, `gRPC method "${this.method}" is no name: write letters, digits and "_", such as "AddItem"`);
    }
  }
}

/** What a call must look like. All that is given must hold. */
export interface GrpcMatch {
  /** The method. @default - any */
  readonly method?: GrpcMethodMatch;
  /** Metadata of the call; names do not depend on case. @default - any */
  readonly headers?: HttpValueMatch[];
}
