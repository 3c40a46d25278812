import type { Construct } from 'constructs';
import type { RenderedPeer } from './network-policy-manifest';
import { NAMESPACE_NAME } from '../../istio/labels';
import { checkLabels } from '../check-labels';
import { namespaceOf } from '../names';
import { problem } from '../problem';
import { renderCidrs } from '../security/rule-fields';
import type { LabelledWorkloadsOptions } from '../security/ztunnel-target';

/** Pods, or addresses, at the other end of a connection, as NetworkPolicies see them: by labels, not by identity. */
export class PodPeer {
  /** The pods of a namespace that have all of these labels. */
  public static labelled(labels: { [key: string]: string }, options: LabelledWorkloadsOptions = {}): PodPeer {
    return new PodPeer((scope, home) => {
      if (Object.keys(labels).length === 0) throw problem(scope, 'a peer has no labels, which means all pods of the namespace: write PodPeer.namespace(…) if that is meant');
      return { podSelector: { matchLabels: checkLabels(scope, 'a peer', labels) }, ...inNamespace(namespaceOf(scope, options.namespace), home) };
    });
  }

  /** All pods of a namespace. */
  public static namespace(namespace: string): PodPeer {
    return new PodPeer((scope, home) => {
      const other = inNamespace(namespaceOf(scope, namespace), home);
      return other.namespaceSelector ? other : { podSelector: {} };
    });
  }

  /** All pods of the cluster. */
  public static everyPod(): PodPeer {
    return new PodPeer(() => ({ namespaceSelector: {} }));
  }

  /**
   * Addresses, mostly outside the cluster: those of pods change.
   * @param block an address, or a CIDR block such as `10.0.0.0/8`
   * @param except what is in it and not meant
   */
  public static addresses(block: string, ...except: string[]): PodPeer {
    return new PodPeer((scope) => {
      const [meant, ...not] = renderCidrs(scope, [block, ...except])!;
      return { ipBlock: { cidr: meant, ...(not.length > 0 && { except: not }) } };
    });
  }

  private constructor(private readonly peer: (scope: Construct, home: string) => RenderedPeer) {}

  /**
   * @param home the namespace of the policy: what says nothing of namespaces is in it
   * @internal
   */
  public _render(scope: Construct, home: string): RenderedPeer {
    return this.peer(scope, home);
  }
}

function inNamespace(namespace: string, home: string): Pick<RenderedPeer, 'namespaceSelector'> {
  return namespace === home ? {} : { namespaceSelector: { matchLabels: { [NAMESPACE_NAME]: namespace } } };
}
