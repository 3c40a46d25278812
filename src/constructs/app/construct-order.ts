import { ApiObject, Chart } from 'cdk8s';
import type { App } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { DependencyOrder } from './dependency-order';
import { TreeDependencies } from './tree-dependencies';

/**
 * The order in which cdk8s writes charts and their objects: dependencies first, and else as declared.
 *
 * cdk8s finds it anew, over the whole app, for each chart; here one walk over the tree does for all of them.
 * @see cdk8s lib/app.ts resolveDependencies, App.charts, chartToKube
 */
export class ConstructOrder {
  /** All charts of the app. */
  public readonly charts: readonly Chart[];
  /** Whether a chart depends on another one; the names of its files then begin with a number. */
  public readonly hasDependentCharts: boolean;

  private readonly objects = new Map<IConstruct, ApiObject[]>();
  private readonly dependencies: TreeDependencies;

  /** @param constructs those of the app, from the top down */
  constructor(app: App, constructs: readonly IConstruct[]) {
    this.dependencies = new TreeDependencies(constructs);
    this.hasDependentCharts = this.dependencies.betweenCharts;
    this.noteObjects(constructs);
    const vertices = inVertexOrder(app, constructs);
    const sorted = this.dependencies.isEmpty ? vertices : new DependencyOrder(vertices, this.dependencies).sorted();
    this.charts = sorted.filter(isChart);
  }

  /** The objects of a chart, without those of charts within it. */
  public objectsOf(chart: Chart): readonly ApiObject[] {
    if (!this.dependencies.touches(chart)) return this.objects.get(chart) ?? [];
    return new DependencyOrder(chart.node.findAll(), this.dependencies).sorted()
      .filter((construct): construct is ApiObject => ApiObject.isApiObject(construct) && this.dependencies.chartOf(construct) === chart);
  }

  /** Notes the objects of each chart. */
  private noteObjects(constructs: readonly IConstruct[]): void {
    let chart: Chart | undefined;
    let objects: ApiObject[] = [];
    for (const construct of constructs) {
      if (!ApiObject.isApiObject(construct)) continue;
      const object = construct as ApiObject;
      // Those of a chart mostly follow each other.
      if (object.chart !== chart) {
        chart = object.chart;
        objects = this.objects.get(chart) ?? [];
        this.objects.set(chart, objects);
      }
      objects.push(object);
    }
  }
}

function isChart(construct: IConstruct): construct is Chart {
  return Chart.isChart(construct);
}

/**
 * cdk8s keeps constructs in a JavaScript object, by path. There, keys that are array indices come first, by value; only
 * children of the app can have such a path.
 */
function inVertexOrder(app: App, constructs: readonly IConstruct[]): readonly IConstruct[] {
  const indices = new Set(app.node.children.filter(({ node }) => isArrayIndex(node.id)));
  if (indices.size === 0) return constructs;
  return [...indices, ...constructs.filter((construct) => !indices.has(construct))];
}

function isArrayIndex(id: string): boolean {
  return /^(0|[1-9]\d{0,9})$/.test(id) && Number(id) < 2 ** 32 - 1;
}
