import type { Construct } from 'constructs';
import { trustDomainOf } from '../names';
import type { ObjectRef } from '../object-ref';
import { problem } from '../problem';
import type { IWaypoint } from '../waypoint/waypoint';
import { referTo } from '../waypoint/waypoint-references';
import { withCanary } from '../waypoint/with-canary';

/** Options of a principal that is made from a ServiceAccount. */
export interface PrincipalOptions {
  /**
   * The trust domain of the mesh.
   * @default 'cluster.local'
   */
  readonly trustDomain?: string;
}

const IDENTITY = /^[^/]+\/ns\/[^/]+\/sa\/[^/]+$/;

/** The identity of a workload, as proven by its certificate: `<trust domain>/ns/<namespace>/sa/<service account>`. */
export class Principal {
  /** The pods that run as a ServiceAccount. */
  public static serviceAccount(account: ObjectRef, options: PrincipalOptions = {}): Principal {
    return new Principal((scope) => {
      const { namespace, name } = account._atAs(scope, 'ServiceAccount');
      return [`${trustDomainOf(scope, options.trustDomain)}/ns/${namespace}/sa/${name}`];
    });
  }

  /** The pods of a waypoint, and those of its canary. */
  public static waypoint(waypoint: IWaypoint): Principal {
    return new Principal((scope) => {
      referTo(scope, waypoint);
      return withCanary(waypoint).map(({ waypointPrincipal }) => waypointPrincipal);
    });
  }

  /** Any workload of the mesh, that is with a certificate at all. */
  public static any(): Principal {
    return new Principal(() => ['*']);
  }

  /**
   * A principal as it is written in a policy, without `spiffe://`. A `*` at one end matches anything there.
   * @param principal such as `cluster.local/ns/shop/sa/web`
   */
  public static of(principal: string): Principal {
    return new Principal((scope) => {
      if (principal.startsWith('spiffe://') || !(principal.includes('*') || IDENTITY.test(principal))) {
        throw problem(scope, `principal "${principal}" is never matched: write "<trust domain>/ns/<namespace>/sa/<service account>" without "spiffe://"`);
      }
      return [principal];
    });
  }

  private constructor(private readonly texts: (scope: Construct) => string[]) {}

  /**
   * The principal, or the principals, as they are written.
   * @internal
   */
  public _render(scope: Construct): string[] {
    return this.texts(scope);
  }
}
