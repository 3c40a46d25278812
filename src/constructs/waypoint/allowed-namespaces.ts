import type { Construct } from 'constructs';
import type { GatewaySpecListenersAllowedRoutes } from '../../../imports/gateway.networking.k8s.io';
import { NAMESPACE_NAME } from '../../istio/labels';
import { checkLabels } from '../check-labels';
import { checkLabelName } from '../names';
import type { Plain } from '../plain';
import { problem } from '../problem';

type AllowedRoutes = Plain<GatewaySpecListenersAllowedRoutes>;

/**
 * The namespaces whose objects may use a waypoint: `allowedRoutes.namespaces` of its listener. Istio asks it for every
 * object that binds, also for those in the namespace of the waypoint itself.
 */
export class AllowedNamespaces {
  /** Only the namespace of the waypoint. */
  public static same(): AllowedNamespaces {
    return new AllowedNamespaces(() => ({ from: 'Same' }), (namespace, own) => namespace === own);
  }

  /** These namespaces, by name; the one of the waypoint is among them only if it is listed. */
  public static named(...namespaces: string[]): AllowedNamespaces {
    const names = [...new Set(namespaces)].sort();
    return new AllowedNamespaces((scope) => ({ from: 'Selector', selector: selectByName(scope, names) }), (namespace) => names.includes(namespace));
  }

  /** Namespaces that have all of these labels. */
  public static labelled(labels: { [key: string]: string }): AllowedNamespaces {
    return new AllowedNamespaces((scope) => {
      if (Object.keys(labels).length === 0) {
        throw problem(scope, 'AllowedNamespaces.labelled({}) would admit every namespace: write AllowedNamespaces.all() if that is meant');
      }
      return { from: 'Selector', selector: { matchLabels: checkLabels(scope, 'AllowedNamespaces.labelled(…)', labels) } };
    }, () => undefined);
  }

  /** Every namespace of the cluster: whoever can label an object can use the waypoint. */
  public static all(): AllowedNamespaces {
    return new AllowedNamespaces(() => ({ from: 'All' }), () => true);
  }

  private constructor(
    private readonly namespaces: (scope: Construct) => AllowedRoutes['namespaces'],
    private readonly admits: (namespace: string, own: string) => boolean | undefined,
  ) {}

  /** @internal */
  public _render(scope: Construct): AllowedRoutes {
    return { namespaces: this.namespaces(scope) };
  }

  /**
   * Whether a namespace is admitted; undefined where its labels decide.
   * @internal
   */
  public _admits(namespace: string, own: string): boolean | undefined {
    return this.admits(namespace, own);
  }
}

function selectByName(scope: Construct, names: readonly string[]) {
  if (names.length === 0) throw problem(scope, 'admits no namespace at all: list at least one');
  for (const name of names) checkLabelName(scope, 'namespace', name);
  return names.length === 1
    ? { matchLabels: { [NAMESPACE_NAME]: names[0] } }
    : { matchExpressions: [{ key: NAMESPACE_NAME, operator: 'In', values: names }] };
}
