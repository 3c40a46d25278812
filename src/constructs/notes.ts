import type { Construct, IConstruct } from 'constructs';
import { isInTree } from './located-object';

/** What constructs of an app note under keys; what was removed from the app no longer counts. */
export class Notes<T extends { readonly by: Construct }> {
  private readonly lists = new WeakMap<IConstruct, Map<string, T[]>>();

  /** Notes something for the app of the construct that it is by. */
  public add(key: string, note: T): void {
    const { root } = note.by.node;
    const lists = this.lists.get(root) ?? new Map<string, T[]>();
    this.lists.set(root, lists);
    const list = lists.get(key) ?? [];
    lists.set(key, list);
    list.push(note);
  }

  /** What is noted under a key, the oldest first. */
  public of(scope: IConstruct, key: string): T[] {
    return (this.lists.get(scope.node.root)?.get(key) ?? []).filter(({ by }) => isInTree(by));
  }

  /** The keys under which something was ever noted, the oldest first. */
  public keys(scope: IConstruct): string[] {
    return [...this.lists.get(scope.node.root)?.keys() ?? []];
  }
}
