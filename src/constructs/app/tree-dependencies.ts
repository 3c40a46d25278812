import { ApiObject, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';

/** The objects that a dependency makes others wait for. */
export class ObjectGroup {
  constructor(public readonly members: ReadonlySet<IConstruct>) {}
}

/**
 * What has to be written before what. A dependency between constructs is one between their charts and between all their
 * objects; the latter are kept as groups, because pairs would be as many as the product of both sides.
 */
export class TreeDependencies {
  /** Whether nothing depends on anything. */
  public readonly isEmpty: boolean;
  /** Whether a chart depends on another one. */
  public readonly betweenCharts: boolean;

  /** What was declared, and what follows from that for charts. */
  private readonly direct = new Map<IConstruct, Set<IConstruct>>();
  /** The constructs that were given as dependencies, or whose charts were; their objects inherit them. */
  private readonly groups = new Map<IConstruct, ObjectGroup>();
  /** The chart that what is in a construct belongs to. */
  private readonly chartsOfScopes = new Map<IConstruct, Chart>();
  private readonly touched = new Set<IConstruct>();

  constructor(constructs: readonly IConstruct[]) {
    let between = false;
    for (const construct of constructs) {
      for (const dependency of construct.node.dependencies) this.add(construct, dependency);
      const { scope } = construct.node;
      if (!scope || !Chart.isChart(construct) || !Chart.isChart(scope)) continue;
      this.add(scope, construct);
      between = true;
    }
    const sources = this.direct.size === 0 ? [] : constructs.filter((construct) => this.direct.has(construct));
    for (const [source, target] of this.pairs(sources)) {
      const [sourceChart, targetChart] = [this.chartOf(source), this.chartOf(target)];
      if (sourceChart === targetChart) continue;
      this.add(sourceChart, targetChart);
      between = true;
    }
    this.betweenCharts = between;
    this.isEmpty = this.direct.size === 0;
    for (const source of this.direct.keys()) this.touch(source);
  }

  /** The chart that a construct belongs to: the innermost. */
  public chartOf(construct: IConstruct): Chart {
    const scope = construct.node.scope;
    if (Chart.isChart(construct) || !scope) return Chart.of(construct);
    let chart = this.chartsOfScopes.get(scope);
    if (!chart) {
      chart = this.chartOf(scope);
      this.chartsOfScopes.set(scope, chart);
    }
    return chart;
  }

  /** Whether anything in a chart depends on anything. */
  public touches(chart: Chart): boolean {
    return this.touched.has(chart);
  }

  /** What comes directly before a construct, in the order that cdk8s notes it. */
  public before(construct: IConstruct): (IConstruct | ObjectGroup)[] {
    const own = [...this.direct.get(construct) ?? []];
    return ApiObject.isApiObject(construct) ? [...own, ...this.inherited(construct)] : own;
  }

  private inherited(object: IConstruct): (IConstruct | ObjectGroup)[] {
    const chart = this.chartOf(object);
    const { scopes } = object.node;
    const targets = scopes.slice(scopes.indexOf(chart)).flatMap((scope) => [...this.direct.get(scope) ?? []]);
    return targets.flatMap((target): (IConstruct | ObjectGroup)[] => {
      const group = this.groupOf(target);
      return group.members.has(object) ? [...group.members].filter((member) => member !== object) : [group];
    });
  }

  private groupOf(target: IConstruct): ObjectGroup {
    let group = this.groups.get(target);
    if (!group) {
      const chart = this.chartOf(target);
      const objects = target.node.findAll().filter((construct) => ApiObject.isApiObject(construct));
      group = new ObjectGroup(new Set(objects.filter((object) => this.chartOf(object) === chart)));
      this.groups.set(target, group);
    }
    return group;
  }

  private add(source: IConstruct, target: IConstruct): void {
    const targets = this.direct.get(source);
    if (targets) targets.add(target);
    else this.direct.set(source, new Set([target]));
  }

  private pairs(sources: readonly IConstruct[]): [IConstruct, IConstruct][] {
    return sources.flatMap((source) => [...this.direct.get(source)!].map((target): [IConstruct, IConstruct] => [source, target]));
  }

  private touch(source: IConstruct): void {
    for (const scope of source.node.scopes) {
      if (Chart.isChart(scope)) this.touched.add(scope);
    }
  }
}
