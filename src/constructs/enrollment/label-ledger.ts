import { ApiObject } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import { labelManifest, LabelPatch } from './label-patch';
import { LabelWriter } from './label-writer';
import { templateLabelsPath } from './pod-template';
import { Delivery } from '../delivery/delivery';
import type { LabelPlacement } from '../delivery/label-placement';
import type { OwnerPatch } from '../delivery/owner-patches';
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
  private readonly forOwners = new Map<string, OwnerPatch>();
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

  /** The labels that owners of objects put on them, once the ledger is settled. */
  public ownerPatches(): OwnerPatch[] {
    return [...this.forOwners].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, patch]) => patch);
  }

  /** Puts every label where it belongs. Runs once or more per synthesis, always with the same outcome for the same tree. */
  private settle(): void {
    this.problems.clear();
    this.forOwners.clear();
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
    const labels = Object.fromEntries(live.flatMap((declaration) => Object.entries(declaration.labels)).sort());
    const manifest = live.find(({ object }) => object.object)?.object.object ?? named;
    if (!manifest && live.length > 0) {
      this.settleForeign(key, live, labels);
      return;
    }
    this.dropPatch(key);
    for (const { label, message } of manifest ? this.writer.write(manifest, labels) : []) {
      for (const { by } of live.filter((declaration) => label in declaration.labels)) this.blame(by, message);
    }
  }

  /** Labels on an object that is not of this app: its owner decides how they get there. */
  private settleForeign(key: string, live: readonly Declaration[], labels: Record<string, string>): void {
    const first = firstByPath(live);
    const { object } = first;
    const placement: LabelPlacement = Delivery._of(this.root)?._placeLabels(object, templateLabelsPath(object.kind) !== undefined) ?? {};
    if (!placement.refusal && !placement.ownerSide) {
      this.keepPatch(key, first, labels, placement.annotations);
      return;
    }
    this.dropPatch(key);
    if (placement.refusal) this.blame(first.by, placement.refusal);
    if (placement.ownerSide) this.forOwners.set(key, { ...placement.ownerSide, manifest: labelManifest(object, labels) });
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

  private keepPatch(key: string, { by, object }: Declaration, labels: Record<string, string>, annotations?: Record<string, string>): void {
    const content = JSON.stringify([by.node.path, labels]);
    if (this.patches.get(key)?.content === content) return;
    this.dropPatch(key);
    const id = ['labels', object.kind.toLowerCase(), object.namespace, object.name].filter(Boolean).join('-');
    this.patches.set(key, { patch: new LabelPatch(by, id, object, labelManifest(object, labels, annotations)), content });
  }
}

/** The first by path, so that a manifest lands in the same chart whatever was declared first. */
function firstByPath(declarations: readonly Declaration[]): Declaration {
  return [...declarations].sort((a, b) => (a.by.node.path < b.by.node.path ? -1 : 1))[0];
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
