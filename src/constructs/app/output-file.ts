import type { ApiObject, App, Chart } from 'cdk8s';
import { Names, YamlOutputType } from 'cdk8s';
import type { ConstructOrder } from './construct-order';
import type { Json } from './manifest-renderer';
import type { Progress } from './progress';

/** What `Names.toDnsLabel` of cdk8s leaves as it is: as many charts as an app may have, so it is not asked for each. */
const DNS_LABEL = /^[0-9a-z-]{1,63}$/;

/** A manifest and the folder that it belongs in. */
export interface Placed {
  readonly folder: string;
  readonly manifest: Json;
}

/** A file of YAML, named and divided as cdk8s does. */
export interface OutputFile {
  /** A name, or `""` for the output folder itself. */
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
  readonly render: (object: ApiObject) => Json;
  /** Says where the manifest of an object belongs; undefined if all belong in the output folder itself. */
  readonly place?: (object: ApiObject, manifest: Json) => Placed;
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
    if (order.charts.length > 0) yield* filesOf(source, order.charts, `app${app.outputFileExtension}`, app.node.path);
    return;
  }
  for (const [index, chart] of order.charts.entries()) {
    yield* chartFiles(source, chart, order.hasDependentCharts ? `${String(index).padStart(4, '0')}-${nameOf(chart)}` : nameOf(chart));
  }
}

function chartFiles(source: Source, chart: Chart, name: string): OutputFile[] {
  const { yamlOutputType, outputFileExtension } = source.app;
  if (yamlOutputType === YamlOutputType.FILE_PER_CHART) return filesOf(source, [chart], name + outputFileExtension, chart.node.path);
  return objectsOf(source, chart).map((object) => {
    const { folder, manifest } = placed(source, object);
    const path = yamlOutputType === YamlOutputType.FILE_PER_RESOURCE
      ? fileName(manifest.kind, manifest.metadata.name)
      : `${name}/${fileName(object.kind, object.metadata.name)}`;
    return { folder, path: path + outputFileExtension, source: object.node.path, manifests: [manifest] };
  });
}

function nameOf(chart: Chart): string {
  const { path } = chart.node;
  return DNS_LABEL.test(path) ? path : Names.toDnsLabel(chart);
}

function objectsOf({ order, progress }: Source, chart: Chart): readonly ApiObject[] {
  progress.next(() => chart.node.path);
  return order.objectsOf(chart);
}

function placed({ render, place }: Source, object: ApiObject): Placed {
  const manifest = render(object);
  return place ? place(object, manifest) : { folder: '', manifest };
}

/** One file in each folder; also an empty one, as cdk8s writes for a chart without objects. */
function filesOf(source: Source, charts: readonly Chart[], path: string, sourcePath: string): OutputFile[] {
  const { render, place } = source;
  if (!place) return [{ folder: '', path, source: sourcePath, manifests: charts.flatMap((chart) => objectsOf(source, chart).map(render)) }];
  const folders = new Map<string, Json[]>();
  for (const chart of charts) for (const object of objectsOf(source, chart)) addTo(folders, place(object, render(object)));
  if (folders.size === 0) folders.set('', []);
  return [...folders].map(([folder, manifests]) => ({ folder, path, source: sourcePath, manifests }));
}

function addTo(folders: Map<string, Json[]>, { folder, manifest }: Placed): void {
  const others = folders.get(folder);
  if (others) others.push(manifest);
  else folders.set(folder, [manifest]);
}

function fileName(kind: string, name: unknown): string {
  return `${kind}.${String(name)}`.replace(/[^0-9a-zA-Z-_.]/g, '');
}
