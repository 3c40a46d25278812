import type { Hash } from 'crypto';
import { createHash } from 'crypto';
import type { ApiObject, App } from 'cdk8s';
import type { DeliveredKind, DeliveryFile } from './delivered-objects';
import { sortedKinds } from './delivered-objects';
import type { Delivery } from './delivery';
import { kustomizationFile } from './kustomization';
import type { Manifest } from './manifest';
import { namespaceTransformerOver, refuseNamespace } from './namespace-transformer';
import { ownerPatchFiles } from './owner-patches';
import { DeliveryTool } from './ownership-matrix';
import { ManifestPlaces } from './place-manifest';
import type { Stage } from './stage';
import { STAGES } from './stage';
import { WaypointReferences } from './waypoint-references';
import { GATEWAY_API_GROUP, groupOf } from '../../istio/groups';
import { ARGO_SYNC, SYNC_WAVE } from '../../istio/sync-tools';
import { isClusterScoped } from '../cluster-scoped';
import { LabelLedger } from '../enrollment/label-ledger';
import { LabelPatch } from '../enrollment/label-patch';

/** Divides the output of an app into stages and writes down what the tool that delivers it has to know. */
export class DeliveredOutput {
  /** Which waypoints the output declares, and which labels name. */
  public readonly references = new WaypointReferences();

  private readonly places: ManifestPlaces;
  private readonly files = new Map<Stage, string[]>();
  private readonly hashes = new Map<Stage, Hash>();
  private readonly namespaces = new Map<Stage, Set<string>>();
  private readonly clusterKinds = new Map<Stage, Map<string, DeliveredKind>>();
  private readonly patchedKinds = new Map<string, DeliveredKind>();

  constructor(private readonly app: App, private readonly delivery: Delivery) {
    this.places = new ManifestPlaces(app);
    for (const { manifest } of LabelLedger.of(app).ownerPatches()) this.references.noteOfOwner(manifest);
  }

  /** The stage of a manifest, and the manifest with what the tool needs to know of it. */
  public place(construct: ApiObject, rendered: Manifest): { readonly stage: Stage; readonly manifest: Manifest } {
    const manifest = scoped(rendered);
    const { stage, wave } = this.places.placeOf(construct, manifest);
    this.note(construct, manifest, stage);
    this.references.note(manifest, construct.constructor === LabelPatch);
    const annotations = this.delivery._tool === DeliveryTool.ARGO_CD ? argoAnnotations(construct, manifest, wave) : {};
    return { stage, manifest: annotated(manifest, annotations) };
  }

  /** Notes a file of manifests, below the folder of its stage. */
  public noteFile(stage: Stage, path: string, text: string): void {
    const files = this.files.get(stage);
    if (files) files.push(path);
    else this.files.set(stage, [path]);
    const hash = this.hashes.get(stage) ?? createHash('sha256');
    this.hashes.set(stage, hash.update(JSON.stringify([path, text])));
  }

  /** All files beside the manifests. */
  public otherFiles(): DeliveryFile[] {
    const stages = STAGES.filter((stage) => this.files.has(stage));
    // Flux would leave the objects of a stage that is gone in the cluster: it prunes only what it still has a folder for.
    const folders = this.delivery._tool === DeliveryTool.FLUX ? STAGES : stages;
    const transformer = namespaceTransformerOver(this.app.outdir);
    if (transformer) refuseNamespace(`"${transformer.file}"`, transformer.namespace, this.namespaces);
    return [
      ...folders.map((stage) => kustomizationFile(`${stage}/`, this.files.get(stage) ?? [])),
      ...ownerPatchFiles(LabelLedger.of(this.app).ownerPatches()),
      ...this.delivery._controllerFiles({
        stages,
        digests: new Map([...this.hashes].map(([stage, hash]) => [stage, hash.digest('hex').slice(0, 16)])),
        namespacesByStage: this.namespaces,
        clusterKindsByStage: this.clusterKinds,
        patchedKinds: sortedKinds(this.patchedKinds),
      }),
    ];
  }

  private note(construct: ApiObject, manifest: Manifest, stage: Stage): void {
    const { kind, metadata } = manifest;
    const group = groupOf(manifest);
    const delivered: DeliveredKind = { group, kind };
    const namespaces = this.namespaces.get(stage) ?? new Set();
    this.namespaces.set(stage, namespaces.add(metadata.namespace ?? ''));
    if (!metadata.namespace) this.clusterKinds.set(stage, (this.clusterKinds.get(stage) ?? new Map()).set(`${group}/${kind}`, delivered));
    if (construct.constructor === LabelPatch) this.patchedKinds.set(`${group}/${kind}`, delivered);
  }
}

/**
 * An object of the cluster as a whole has no namespace, also where its chart has one: an API server ignores it, but the projects
 * of Argo CD, and whatever gives namespaces to objects, would take it for one of that namespace.
 */
function scoped(manifest: Manifest): Manifest {
  if (!manifest.metadata?.namespace || !isClusterScoped(groupOf(manifest), manifest.kind)) return manifest;
  const { namespace: _, ...metadata } = manifest.metadata;
  return { ...manifest, metadata };
}

function argoAnnotations(construct: ApiObject, manifest: Manifest, wave: number | undefined): Record<string, string> {
  const isGateway = manifest.kind === 'Gateway' && groupOf(manifest) === GATEWAY_API_GROUP && construct.constructor !== LabelPatch;
  return {
    ...(wave !== undefined && { [SYNC_WAVE]: String(wave) }),
    // Within a wave Argo CD prunes before it applies: a Gateway would be gone before the labels that name it.
    ...(isGateway && { [ARGO_SYNC]: 'PruneLast=true' }),
  };
}

/** Adds annotations; those that a user wrote stay as they are. */
function annotated(manifest: Manifest, annotations: Record<string, string>): Manifest {
  if (Object.keys(annotations).length === 0) return manifest;
  const merged = { ...annotations, ...manifest.metadata.annotations };
  const metadata = { ...manifest.metadata, annotations: byKey(merged) };
  return { ...manifest, metadata: byKey(metadata) };
}

function byKey(map: Manifest): Manifest {
  return Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)));
}
