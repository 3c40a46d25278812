import type { DeliveryFile } from './delivered-objects';

/**
 * The file by which kustomize knows a folder.
 * @param folder below the output folder, with `/` at the end; `""` for the output folder itself
 * @param resources files and folders, relative to the folder
 */
export function kustomizationFile(folder: string, resources: readonly string[]): DeliveryFile {
  return {
    path: `${folder}kustomization.yaml`,
    documents: [{ apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resources }],
  };
}
