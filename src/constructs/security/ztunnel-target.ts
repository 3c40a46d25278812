import type { Construct } from 'constructs';
import type { SelectedWorkloads } from './selected-workloads';
import { ROOT_NAMESPACE } from '../../istio/mesh-defaults';
import { checkLabels } from '../check-labels';
import { namespaceOf } from '../names';
import { problem } from '../problem';

/** Options of a target that is found by labels. */
export interface LabelledWorkloadsOptions {
  /**
   * The namespace of the workloads.
   * @default - the namespace of the chart
   */
  readonly namespace?: string;
}

/** Options of a policy for the whole mesh. */
export interface WholeMeshOptions {
  /**
   * The root namespace of the mesh: a policy without selector in it is one for the whole mesh.
   * @default 'istio-system'
   */
  readonly rootNamespace?: string;
}

/** The workloads that a policy at ztunnel protects. */
export class ZtunnelTarget {
  /** The workloads of a namespace that have all of these labels. */
  public static labelled(labels: { [key: string]: string }, options: LabelledWorkloadsOptions = {}): ZtunnelTarget {
    return new ZtunnelTarget((scope) => {
      if (Object.keys(labels).length === 0) {
        throw problem(scope, 'selects workloads by no label, which means all of the namespace: write ZtunnelTarget.namespace(…) if that is meant');
      }
      return { namespace: namespaceOf(scope, options.namespace), labels: checkLabels(scope, 'the target', labels) };
    });
  }

  /** All workloads of a namespace. */
  public static namespace(namespace: string): ZtunnelTarget {
    return new ZtunnelTarget((scope) => ({ namespace: namespaceOf(scope, namespace) }));
  }

  /** All workloads of the mesh. */
  public static mesh(options: WholeMeshOptions = {}): ZtunnelTarget {
    return new ZtunnelTarget((scope) => ({ namespace: namespaceOf(scope, options.rootNamespace ?? ROOT_NAMESPACE) }));
  }

  private constructor(private readonly target: (scope: Construct) => SelectedWorkloads) {}

  /** @internal */
  public _render(scope: Construct): SelectedWorkloads {
    return this.target(scope);
  }
}
