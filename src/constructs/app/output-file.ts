import type { ApiObject, App, Chart } from 'cdk8s';
import { Names, YamlOutputType } from 'cdk8s';
import type { ConstructOrder } from './construct-order';
import type { Json } from './manifest-renderer';
import type { Progress } from './progress';

/** Names that `Names.toDnsLabel` of cdk8s leaves as they are. Asking it for each chart takes longer than to see that. */
const DNS_LABEL = /^[0-9a-z-]{1,63}$/;

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
  /** Told of each chart. */
  readonly progress: Progress;
}

/**
 * The files of an app, those of one chart after the other, so that what is in them need not be kept.
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
    const name = `${order.hasDependentCharts ? `${String(index).padStart(4, '0')}-` : ''}${nameOf(chart)}`;
    yield* chartFiles(source, chart, name);
  }
}

function nameOf(chart: Chart): string {
  const { path } = chart.node;
  return DNS_LABEL.test(path) ? path : Names.toDnsLabel(chart);
}

function chartFiles(source: Source, chart: Chart, name: string): OutputFile[] {
  const { app: { yamlOutputType, outputFileExtension }, order, render, progress } = source;
  if (yamlOutputType === YamlOutputType.FILE_PER_CHART) {
    return byFolder(renderChart(source, chart), name + outputFileExtension, chart.node.path);
  }
  progress.next(() => chart.node.path);
  return order.objectsOf(chart).map((object) => {
    const { folder, manifest } = render(object);
    const path = yamlOutputType === YamlOutputType.FILE_PER_RESOURCE
      ? fileName(manifest.kind, manifest.metadata.name)
      : `${name}/${fileName(object.kind, object.metadata.name)}`;
    return { folder, path: path + outputFileExtension, source: object.node.path, manifests: [manifest] };
  });
}

function renderChart({ order, render, progress }: Source, chart: Chart): Rendered[] {
  progress.next(() => chart.node.path);
  return order.objectsOf(chart).map(render);
}

/** One file in each folder; also an empty one, as cdk8s writes for a chart without objects. */
function byFolder(rendered: readonly Rendered[], path: string, source: string): OutputFile[] {
  const folders = new Map<string, Json[]>(rendered.length === 0 ? [['', []]] : []);
  for (const { folder, manifest } of rendered) {
    const others = folders.get(folder);
    if (others) others.push(manifest);
    else folders.set(folder, [manifest]);
  }
  return [...folders].map(([folder, manifests]) => ({ folder, path, source, manifests }));
}

function fileName(kind: string, name: unknown): string {
  return `${kind}.${String(name)}`.replace(/[^0-9a-zA-Z-_.]/g, '');
}
