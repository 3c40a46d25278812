import { Yaml } from 'cdk8s';
import type { DeliveryFile } from './delivered-objects';
import type { Manifest } from './manifest';
import type { OwnedObjects } from './object-owner';
import { OwnerSide } from './object-owner';
import { readDocuments } from './read-documents';

/** Labels for an object whose owner puts them on it. */
export interface OwnerPatch {
  readonly side: OwnerSide;
  readonly owned: OwnedObjects;
  /** The manifest with nothing but names, labels and annotations. */
  readonly manifest: Manifest;
}

const FILE_NAMES: Record<OwnerSide, string> = {
  [OwnerSide.COMPONENT]: 'kustomization.yaml',
  [OwnerSide.MANAGED_NAMESPACE_METADATA]: 'application.patch.yaml',
  [OwnerSide.POST_RENDERERS]: 'helmrelease.patch.yaml',
};

/** The folder of what owners take into their repositories. */
export const OWNER_PATCHES = 'owner-patches';

/** What the owners take into their repositories: a file for each owner and way. */
export function ownerPatchFiles(patches: readonly OwnerPatch[]): DeliveryFile[] {
  const files = new Map<string, OwnerPatch[]>();
  for (const patch of patches) {
    const namespace = patch.side === OwnerSide.MANAGED_NAMESPACE_METADATA ? `${patch.manifest.metadata.name}.` : '';
    const path = `${OWNER_PATCHES}/${patch.owned.ownerName ?? patch.owned.owner}/${namespace}${FILE_NAMES[patch.side]}`;
    files.set(path, [...files.get(path) ?? [], patch]);
  }
  return [...files].map(([path, ofFile]) => ({ path, documents: [render(ofFile)] }));
}

/** The manifests with nothing but names, labels and annotations that are in a document of such a file, but for those without their namespace. */
export function manifestsForOwners({ spec, patches = patchesOf(spec) }: Manifest): Manifest[] {
  const { destination, syncPolicy } = spec ?? {};
  if (destination) return [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: destination.namespace, ...syncPolicy?.managedNamespaceMetadata } }];
  const manifests: Manifest[] = patches.flatMap(({ patch }: Manifest) => readDocuments(patch) as Manifest[]);
  return manifests.filter(({ kind, metadata }) => kind === 'Namespace' || metadata.namespace !== undefined);
}

function patchesOf(spec?: Manifest): Manifest[] {
  return (spec?.postRenderers ?? []).flatMap(({ kustomize }: Manifest) => kustomize.patches);
}

function render(patches: readonly OwnerPatch[]): unknown {
  // Without a target, so that a missing object is an error of the build and not a patch that silently does nothing.
  const rendered = patches.map((patch) => ({ patch: Yaml.stringify(withoutNamespace(patch)) }));
  switch (patches[0].side) {
    case OwnerSide.COMPONENT:
      return { apiVersion: 'kustomize.config.k8s.io/v1alpha1', kind: 'Component', patches: rendered };
    case OwnerSide.POST_RENDERERS:
      return { spec: { postRenderers: [{ kustomize: { patches: rendered } }] } };
    case OwnerSide.MANAGED_NAMESPACE_METADATA: {
      const { name, labels, annotations } = patches[0].manifest.metadata;
      return {
        spec: {
          destination: { namespace: name },
          syncPolicy: { syncOptions: ['CreateNamespace=true'], managedNamespaceMetadata: { labels, ...(annotations && { annotations }) } },
        },
      };
    }
  }
}

function withoutNamespace({ owned, manifest }: OwnerPatch): unknown {
  if (!owned.overlaySetsNamespace) return manifest;
  const { namespace: _, ...metadata } = manifest.metadata;
  return { ...manifest, metadata };
}
