import type { ArgoCdDeliveryOptions } from './argo-cd-options';
import type { FluxDeliveryOptions } from './flux-options';

/** Options of which some are there in any case. */
type With<T, K extends keyof T> = T & Required<Pick<T, K>>;

/** Options of `Delivery.argoCd` with what is written in any case. */
export type CompleteArgoCdOptions = With<ArgoCdDeliveryOptions, 'targetRevision' | 'applicationName' | 'argoCdNamespace'>;

/** Options of `Delivery.flux` with what is written in any case. */
export type CompleteFluxOptions = With<FluxDeliveryOptions, 'tag' | 'name' | 'fluxNamespace' | 'interval'>;

/** Adds the defaults of what is written in any case. */
export function completeArgoCdOptions(options: ArgoCdDeliveryOptions): CompleteArgoCdOptions {
  const { repositoryUrl, applicationName = 'mesh', argoCdNamespace = 'argocd', ...rest } = options;
  // Artifacts have tags, and none is named HEAD.
  const { targetRevision = isArtifact(repositoryUrl) ? 'latest' : 'HEAD' } = options;
  return { ...rest, repositoryUrl, targetRevision, applicationName, argoCdNamespace };
}

/** Adds the defaults of what is written in any case. */
export function completeFluxOptions(options: FluxDeliveryOptions): CompleteFluxOptions {
  const { tag = 'latest', name = 'mesh', fluxNamespace = 'flux-system', interval = '10m', ...rest } = options;
  return { ...rest, tag, name, fluxNamespace, interval };
}

/** Whether the output is not in Git but in an OCI artifact. */
export function isArtifact(repositoryUrl: string): boolean {
  return repositoryUrl.startsWith('oci://');
}
