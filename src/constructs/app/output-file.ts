import type { ApiObject, App, Chart } from 'cdk8s';
import { Names, YamlOutputType } from 'cdk8s';
import type { ConstructOrder } from './construct-order';
import type { Json } from './manifest-renderer';

/** A file of YAML, named and divided as cdk8s does. */
export interface OutputFile {
  /** Below the output folder, with `/`. */
  readonly path: string;
  /** The construct path of what is in it. */
  readonly source: string;
  readonly manifests: readonly Json[];
}

/** What files are made from. */
interface Source {
  readonly app: App;
  readonly order: ConstructOrder;
  /** Renders an object; asked once for each. */
  readonly render: (object: ApiObject) => Json;
}

/**
 * The files of an app, one after the other, so that what is in them need not be kept.
 * @see cdk8s lib/app.ts App.synth
 */
export function* outputFiles(source: Source): Generator<OutputFile> {
  const { app, order } = source;
  if (app.yamlOutputType === YamlOutputType.FILE_PER_APP) {
    const manifests = order.charts.flatMap((chart) => manifestsOf(source, chart));
    if (order.charts.length > 0) yield { path: `app${app.outputFileExtension}`, source: app.node.path, manifests };
    return;
  }
  for (const [index, chart] of order.charts.entries()) {
    const name = `${order.hasDependentCharts ? `${String(index).padStart(4, '0')}-` : ''}${Names.toDnsLabel(chart)}`;
    yield* chartFiles(source, chart, name);
  }
}

function* chartFiles(source: Source, chart: Chart, name: string): Generator<OutputFile> {
  const { app: { yamlOutputType, outputFileExtension }, order, render } = source;
  if (yamlOutputType === YamlOutputType.FILE_PER_CHART) {
    yield { path: name + outputFileExtension, source: chart.node.path, manifests: manifestsOf(source, chart) };
    return;
  }
  for (const object of order.objectsOf(chart)) {
    const manifest = render(object);
    const path = yamlOutputType === YamlOutputType.FILE_PER_RESOURCE
      ? fileName(manifest.kind, manifest.metadata.name)
      : `${name}/${fileName(object.kind, object.metadata.name)}`;
    yield { path: path + outputFileExtension, source: object.node.path, manifests: [manifest] };
  }
}

function manifestsOf({ order, render }: Source, chart: Chart): Json[] {
  return order.objectsOf(chart).map(render);
}

function fileName(kind: string, name: unknown): string {
  return `${kind}.${String(name)}`.replace(/[^0-9a-zA-Z-_.]/g, '');
}
