import type { ApiObjectProps } from 'cdk8s';
import { ApiObject, Chart, JsonPatch } from 'cdk8s';
import type { Construct } from 'constructs';
import { templateLabelsPath } from './pod-template';
import { withoutNamespace } from '../cluster-scoped';
import type { LocatedObject } from '../located-object';

/**
 * A manifest that carries labels for an object that is owned elsewhere, and nothing else: no spec, no labels of the chart,
 * and no namespace on a Namespace. It is meant to be merged into the object by server-side apply.
 */
export class LabelPatch extends ApiObject {
  /** @param content what `labelManifest` gives for the target */
  constructor(scope: Construct, id: string, target: LocatedObject, content: ApiObjectProps) {
    super(scope, id, content);
    this.leaveOutWhatTheChartAdds(target, content.metadata?.labels ?? {});
  }

  private leaveOutWhatTheChartAdds(target: LocatedObject, labels: Record<string, string>): void {
    const chart = Chart.of(this);
    for (const key of Object.keys(chart.labels).filter((candidate) => !(candidate in labels))) {
      this.addJsonPatch(JsonPatch.remove(`/metadata/labels/${escapePointer(key)}`));
    }
    if (Object.keys(labels).length === 0 && Object.keys(chart.labels).length > 0) {
      this.addJsonPatch(JsonPatch.remove('/metadata/labels'));
    }
    if (!target.namespace) withoutNamespace(this);
  }
}

/** What a manifest has beside names and labels. */
export interface LabelManifestOptions {
  readonly annotations?: Readonly<Record<string, string>>;
  /** The labels by which an object selects its pods, where the manifest has to have them. */
  readonly podSelector?: Readonly<Record<string, string>>;
}

/** A manifest with the names of an object and with labels, where they belong on an object of its kind. */
export function labelManifest(
  target: LocatedObject, labels: Readonly<Record<string, string>>, { annotations = {}, podSelector }: LabelManifestOptions = {},
): ApiObjectProps {
  const template = templateLabelsPath(target.kind);
  return {
    apiVersion: target.apiVersion,
    kind: target.kind,
    metadata: {
      name: target.name,
      ...(target.namespace && { namespace: target.namespace }),
      ...(!template && { labels }),
      ...(Object.keys(annotations).length > 0 && { annotations }),
    },
    ...(template && (podSelector ? selecting(podSelector, labels) : nest(template, labels))),
  };
}

/** Escapes a key for use in a JSON pointer (RFC 6901). */
export function escapePointer(key: string): string {
  return key.replace(/~/g, '~0').replace(/\//g, '~1');
}

/** As little of an object that makes pods as Flux takes. Without the empty list it would come to own the containers. */
function selecting(matchLabels: Readonly<Record<string, string>>, labels: Readonly<Record<string, string>>) {
  return { spec: { selector: { matchLabels }, template: { metadata: { labels }, spec: { containers: [] } } } };
}

function nest(path: readonly string[], value: unknown): Record<string, unknown> {
  return path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as Record<string, unknown>;
}
