import type { ApiObject, App, Chart } from 'cdk8s';
import { Names, YamlOutputType } from 'cdk8s';
import type { ConstructOrder } from './construct-order';
import type { Json } from './manifest-renderer';

/** A manifest and the folder that it belongs in: a name, or `""` for the output folder itself. */
export interface Rendered {
  readonly folder: string;
  readonly manifest: Json;
}

/** A file of YAML, named and divided as cdk8s does. */
export interface OutputFile {
  readonly folder: string;
  /** Below its folder, with `/`. */
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
  readonly render: (object: ApiObject) => Rendered;
}

/**
 * The files of an app, one after the other, so that what is in them need not be kept.
 * @see cdk8s lib/app.ts App.synth
 */
export function* outputFiles(source: Source): Generator<OutputFile> {
  const { app, order } = source;
  if (app.yamlOutputType === YamlOutputType.FILE_PER_APP) {
    const rendered = order.charts.flatMap((chart) => renderChart(source, chart));
    if (order.charts.length > 0) yield* byFolder(rendered, `app${app.outputFileExtension}`, app.node.path);
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
    yield* byFolder(renderChart(source, chart), name + outputFileExtension, chart.node.path);
    return;
  }
  for (const object of order.objectsOf(chart)) {
    const { folder, manifest } = render(object);
    const path = yamlOutputType === YamlOutputType.FILE_PER_RESOURCE
      ? fileName(manifest.kind, manifest.metadata.name)
      : `${name}/${fileName(object.kind, object.metadata.name)}`;
    yield { folder, path: path + outputFileExtension, source: object.node.path, manifests: [manifest] };
  }
}

function renderChart({ order, render }: Source, chart: Chart): Rendered[] {
  return order.objectsOf(chart).map(render);
}

/** One file in each folder; also an empty one, as cdk8s writes for a chart without objects. */
function* byFolder(rendered: readonly Rendered[], path: string, source: string): Generator<OutputFile> {
  const folders = rendered.length === 0 ? [''] : [...new Set(rendered.map(({ folder }) => folder))];
  for (const folder of folders) {
    yield { folder, path, source, manifests: rendered.filter((one) => one.folder === folder).map(({ manifest }) => manifest) };
  }
}

function fileName(kind: string, name: unknown): string {
  return `${kind}.${String(name)}`.replace(/[^0-9a-zA-Z-_.]/g, '');
}
