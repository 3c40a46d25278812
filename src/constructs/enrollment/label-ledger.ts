import { ApiObject } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import type { DesiredMetadata } from './desired-metadata';
import type { LabelManifestOptions } from './label-patch';
import { labelManifest, LabelPatch } from './label-patch';
import { LabelWriter } from './label-writer';
import { groupOf } from '../../istio/groups';
import { deliveryOf } from '../delivery/deliveries';
import { placeWithoutDelivery } from '../delivery/label-placement';
import type { OwnerPatch } from '../delivery/owner-patches';
import type { LocatedObject } from '../located-object';
import { describe, isInTree } from '../located-object';
import { problem } from '../problem';

/** What one construct wants on one object. */
interface Declaration extends DesiredMetadata {
  readonly by: Construct;
  readonly object: LocatedObject;
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
   * Declares labels for an object, and annotations that go with them.
   * @throws if another construct declared another value of one of these labels for it
   */
  public declare(by: Construct, object: LocatedObject, metadata: DesiredMetadata): void {
    const declaration = { by, object, ...metadata };
    const key = keyOf(object);
    const others = this.declarations.get(key) ?? [];
    for (const other of others) refuseContradiction(other, declaration);
    this.declarations.set(key, [...others, declaration]);
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
    const wanted = { labels: merged(live, 'labels'), annotations: merged(live, 'annotations') };
    const manifest = live.find(({ object }) => object.object)?.object.object ?? named;
    if (!manifest && live.length > 0) {
      this.settleForeign(key, live, wanted);
      return;
    }
    this.dropPatch(key);
    for (const conflict of manifest ? this.writer.write(manifest, wanted) : []) {
      const wanting = live.filter(({ labels, annotations }) => conflict.key in labels || conflict.key in annotations);
      for (const { by } of wanting) this.blame(by, conflict.message);
    }
  }

  /** Labels on an object that is not of this app: its owner decides how they get there. */
  private settleForeign(key: string, live: readonly Declaration[], { labels, annotations }: DesiredMetadata): void {
    const first = firstByPath(live);
    const { object } = first;
    const hasAnnotations = Object.keys(annotations).length > 0;
    const delivery = deliveryOf(this.root);
    const placement = delivery ? delivery._placeLabels(object, hasAnnotations) : placeWithoutDelivery(object, hasAnnotations);
    if (!placement.refusal && !placement.ownerSide) {
      this.keepPatch(key, first, labels, placement);
      return;
    }
    this.dropPatch(key);
    if (placement.refusal) this.blame(first.by, placement.refusal);
    if (placement.ownerSide) this.forOwners.set(key, { ...placement.ownerSide, manifest: labelManifest(object, labels, { annotations }) });
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

  private keepPatch(key: string, { by, object }: Declaration, labels: DesiredMetadata['labels'], options: LabelManifestOptions): void {
    const content = JSON.stringify([by.node.path, labels]);
    if (this.patches.get(key)?.content === content) return;
    this.dropPatch(key);
    const id = ['labels', object.kind.toLowerCase(), object.namespace, object.name].filter(Boolean).join('-');
    this.patches.set(key, { patch: new LabelPatch(by, id, object, labelManifest(object, labels, options)), content });
  }
}

function merged(declarations: readonly Declaration[], part: keyof DesiredMetadata): Record<string, string> {
  return Object.fromEntries(declarations.flatMap((declaration) => Object.entries(declaration[part])).sort());
}

/** The first by path, so that a manifest lands in the same chart whatever was declared first. */
function firstByPath(declarations: readonly Declaration[]): Declaration {
  return [...declarations].sort((a, b) => (a.by.node.path < b.by.node.path ? -1 : 1))[0];
}

function keyOf(object: Pick<LocatedObject, 'apiGroup' | 'kind' | 'namespace' | 'name'>): string {
  return [object.apiGroup, object.kind, object.namespace, object.name].join('/');
}

/** Annotations need no look: they follow from the waypoint that the labels name. */
function refuseContradiction(other: Declaration, { by, object, labels }: Declaration): void {
  if (!isInTree(other.by)) return;
  for (const [label, value] of Object.entries(labels)) {
    const declared = other.labels[label];
    if (declared !== undefined && declared !== value) {
      throw problem(by, `wants ${label}: "${value}" on ${describe(object)}, but "${other.by.node.path}" wants "${declared}": keep one of the two`);
    }
  }
}
