import { ApiObject } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import { LabelPatch } from './label-patch';
import { LabelWriter } from './label-writer';
import type { LocatedObject } from '../located-object';
import { describe, isInTree } from '../located-object';
import type { ObjectRef } from '../object-ref';
import { problem } from '../problem';

/** Labels that one construct wants on one object. */
interface Declaration {
  readonly by: Construct;
  readonly object: LocatedObject;
  readonly labels: Record<string, string>;
}

/**
 * What all constructs of an app want as labels on objects. At synthesis each object gets them once: on its own manifest
 * where the app has one, wherever in the tree that is, and else in one label patch. So the order in which constructs are
 * declared does not matter.
 */
export class LabelLedger {
  /** The ledger of the app that a construct belongs to. */
  public static of(scope: IConstruct): LabelLedger {
    const root = scope.node.root;
    let ledger = LabelLedger.ledgers.get(root);
    if (!ledger) {
      ledger = new LabelLedger(root);
      LabelLedger.ledgers.set(root, ledger);
    }
    return ledger;
  }

  private static readonly ledgers = new WeakMap<IConstruct, LabelLedger>();

  private readonly declarations = new Map<string, Declaration[]>();
  private readonly patches = new Map<string, { readonly patch: LabelPatch; readonly content: string }>();
  private readonly writer = new LabelWriter();
  private readonly declarers = new WeakSet<Construct>();
  private readonly problems = new Map<Construct, string[]>();

  private constructor(private readonly root: IConstruct) {
    // Validations run before anything is written, that of the root first, and only then is the whole tree known.
    root.node.addValidation({
      validate: () => {
        this.settle();
        return [];
      },
    });
  }

  /**
   * Declares labels for an object.
   * @throws if another construct declared another value of one of these labels for it
   */
  public declare(by: Construct, ref: ObjectRef, labels: Record<string, string>): void {
    const object = ref._at(by);
    const key = keyOf(object);
    const others = this.declarations.get(key) ?? [];
    for (const other of others) refuseContradiction(other, by, object, labels);
    this.declarations.set(key, [...others, { by, object, labels }]);
    if (!this.declarers.has(by)) {
      this.declarers.add(by);
      by.node.addValidation({ validate: () => this.problems.get(by) ?? [] });
    }
  }

  /** Puts every label where it belongs. Runs once or more per synthesis, always with the same outcome for the same tree. */
  private settle(): void {
    this.problems.clear();
    const manifests = this.manifests();
    for (const [key, declared] of this.declarations) {
      const live = declared.filter((declaration) => isInTree(declaration.by));
      const orphans = live.filter(({ object }) => object.object && !isInTree(object.object));
      for (const { by, object } of orphans) {
        this.blame(by, `puts labels on ${describe(object)}, which was removed from the app: remove this use too, or name it as an object that exists elsewhere`);
      }
      if (orphans.length === 0) this.settleObject(key, live, manifests.get(key));
    }
  }

  private settleObject(key: string, live: readonly Declaration[], named: ApiObject | undefined): void {
    const labels: Record<string, string> = Object.assign({}, ...live.map((declaration) => declaration.labels));
    const manifest = live.find(({ object }) => object.object)?.object.object ?? named;
    if (!manifest && live.length > 0) {
      this.keepPatch(key, live, labels);
      return;
    }
    this.dropPatch(key);
    for (const { label, message } of manifest ? this.writer.write(manifest, labels) : []) {
      for (const { by } of live.filter((declaration) => label in declaration.labels)) this.blame(by, message);
    }
  }

  private blame(by: Construct, message: string): void {
    this.problems.set(by, [...this.problems.get(by) ?? [], message]);
  }

  /** The objects of the app by key: only those that somebody wants labels on. */
  private manifests(): Map<string, ApiObject> {
    const found = new Map<string, ApiObject>();
    for (const construct of this.root.node.findAll()) {
      if (!ApiObject.isApiObject(construct) || construct.constructor === LabelPatch) continue;
      const object = construct as ApiObject;
      const namespace = object.kind === 'Namespace' ? '' : object.metadata.namespace ?? '';
      const key = keyOf({ apiGroup: groupOf(object), kind: object.kind, namespace, name: object.name });
      if (this.declarations.has(key)) found.set(key, object);
    }
    return found;
  }

  private dropPatch(key: string): void {
    const patch = this.patches.get(key)?.patch;
    patch?.node.scope?.node.tryRemoveChild(patch.node.id);
    this.patches.delete(key);
  }

  private keepPatch(key: string, live: readonly Declaration[], labels: Record<string, string>): void {
    // The first by path, so that the manifest lands in the same chart whatever was declared first.
    const [{ by, object }] = [...live].sort((a, b) => (a.by.node.path < b.by.node.path ? -1 : 1));
    const content = JSON.stringify([by.node.path, labels]);
    if (this.patches.get(key)?.content === content) return;
    this.dropPatch(key);
    const id = ['labels', object.kind.toLowerCase(), object.namespace, object.name].filter(Boolean).join('-');
    this.patches.set(key, { patch: new LabelPatch(by, id, object, labels), content });
  }
}

function keyOf(object: Pick<LocatedObject, 'apiGroup' | 'kind' | 'namespace' | 'name'>): string {
  return [object.apiGroup, object.kind, object.namespace, object.name].join('/');
}

/** cdk8s calls the group of `v1` "core"; Kubernetes and this library call it "". */
function groupOf(object: ApiObject): string {
  return object.apiVersion.includes('/') ? object.apiGroup : '';
}

function refuseContradiction(other: Declaration, by: Construct, object: LocatedObject, labels: Record<string, string>): void {
  if (!isInTree(other.by)) return;
  for (const [label, value] of Object.entries(labels)) {
    const declared = other.labels[label];
    if (declared !== undefined && declared !== value) {
      throw problem(by, `wants ${label}: "${value}" on ${describe(object)}, but "${other.by.node.path}" wants "${declared}": keep one of the two`);
    }
  }
}
