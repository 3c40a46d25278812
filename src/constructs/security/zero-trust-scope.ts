import type { Construct } from 'constructs';
import type { ClosedScope } from './closed-scope';
import type { WholeMeshOptions } from './ztunnel-target';
import { ZtunnelTarget } from './ztunnel-target';
import { ROOT_NAMESPACE } from '../../istio/mesh-defaults';
import { namespaceOf } from '../names';
import { problem } from '../problem';

/** How far a `ZeroTrust` reaches. */
export class ZeroTrustScope {
  /** The waypoints and workloads of some namespaces. At least one. */
  public static namespaces(...namespaces: string[]): ZeroTrustScope {
    return new ZeroTrustScope((scope) => {
      if (namespaces.length === 0) throw problem(scope, 'closes no namespace: name at least one in ZeroTrustScope.namespaces(…)');
      return { isMesh: false, workloads: [...new Set(namespaces)].map((name) => workloadsOf(scope, name)) };
    });
  }

  /** All waypoints and workloads of the mesh, in namespaces that are made later too. Needs Istio 1.25. */
  public static mesh(options: WholeMeshOptions = {}): ZeroTrustScope {
    return new ZeroTrustScope((scope) => ({
      isMesh: true,
      workloads: [{ namespace: namespaceOf(scope, options.rootNamespace ?? ROOT_NAMESPACE), target: ZtunnelTarget.mesh(options) }],
    }));
  }

  private constructor(private readonly closed: (scope: Construct) => ClosedScope) {}

  /** @internal */
  public _render(scope: Construct): ClosedScope {
    return this.closed(scope);
  }
}

function workloadsOf(scope: Construct, name: string) {
  const namespace = namespaceOf(scope, name);
  if (namespace === ROOT_NAMESPACE) {
    throw problem(scope, `closes namespace "${namespace}", but a policy without selector there is one for the whole mesh: write ZeroTrustScope.mesh() if that is meant, or leave it out`);
  }
  return { namespace, target: ZtunnelTarget.namespace(namespace) };
}
