import type { IConstruct } from 'constructs';
import type { TreeDependencies } from './tree-dependencies';
import { ObjectGroup } from './tree-dependencies';
import { mistake } from '../problem';

type Vertex = IConstruct | ObjectGroup;

/**
 * Puts dependencies first. The order is that of cdk8s: depth first, beginning with what nothing else waits for.
 * @see cdk8s lib/dependency.ts DependencyGraph
 */
export class DependencyOrder {
  private readonly known: Set<Vertex>;
  private readonly entered = new Set<Vertex>();
  private readonly done = new Set<Vertex>();
  private readonly path: IConstruct[] = [];

  /** @param constructs what to order; dependencies on anything else do not count */
  constructor(private readonly constructs: readonly IConstruct[], private readonly dependencies: TreeDependencies) {
    this.known = new Set(constructs);
  }

  /** @throws if constructs depend on each other */
  public sorted(): IConstruct[] {
    const awaited = this.awaited();
    for (const construct of this.constructs) if (!awaited.has(construct)) this.visit(construct);
    // What is left is not reached from outside: it can only be a cycle.
    for (const construct of this.constructs) this.visit(construct);
    return [...this.done].filter((vertex): vertex is IConstruct => !(vertex instanceof ObjectGroup));
  }

  private before(vertex: Vertex): Vertex[] {
    const all = vertex instanceof ObjectGroup ? [...vertex.members] : this.dependencies.before(vertex);
    return all.filter((other) => other instanceof ObjectGroup || this.known.has(other));
  }

  /** All that something else waits for. */
  private awaited(): Set<Vertex> {
    const awaited = new Set<Vertex>();
    const groups = new Set<ObjectGroup>();
    for (const construct of this.constructs) {
      for (const other of this.before(construct)) {
        if (other instanceof ObjectGroup) groups.add(other);
        else awaited.add(other);
      }
    }
    for (const group of groups) for (const member of group.members) awaited.add(member);
    return awaited;
  }

  private visit(vertex: Vertex): void {
    if (this.done.has(vertex)) return;
    if (this.entered.has(vertex)) throw mistake(`Dependency cycle detected: ${this.cycle(vertex)}`);
    this.entered.add(vertex);
    if (!(vertex instanceof ObjectGroup)) this.path.push(vertex);
    for (const other of this.before(vertex)) this.visit(other);
    if (!(vertex instanceof ObjectGroup)) this.path.pop();
    this.done.add(vertex);
  }

  private cycle(vertex: Vertex): string {
    const start = vertex instanceof ObjectGroup
      ? this.path.findIndex((construct) => vertex.members.has(construct))
      : this.path.indexOf(vertex);
    return [...this.path.slice(start), this.path[start]].map((construct) => construct.node.path).join(' => ');
  }
}
