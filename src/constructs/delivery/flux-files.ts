import type { DeliveredObjects, DeliveryFile } from './delivered-objects';
import { enroller } from './enroller';
import type { FluxDeliveryOptions } from './flux-options';
import { refuseNamespace } from './namespace-transformer';
import { Stage, STAGES_BEFORE } from './stage';

/** A Gateway counts as ready once it is programmed in its present form: a fresh one looks ready to Flux at once. */
const GATEWAY_HEALTH = {
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'Gateway',
  failed: condition('Accepted', 'False'),
  current: condition('Programmed', 'True'),
};

/** What Flux needs to apply the output: the artifact, and a Kustomization for each stage, since it knows no waves. */
export function fluxFiles(options: FluxDeliveryOptions, { stages, patchedKinds, namespacesByStage }: DeliveredObjects): DeliveryFile[] {
  const { name = 'mesh', fluxNamespace = 'flux-system', targetNamespace } = options;
  if (targetNamespace !== undefined) refuseNamespace('"targetNamespace"', targetNamespace, namespacesByStage);
  const files = [
    { path: 'gitops/flux/source.yaml', documents: [source(options)] },
    ...stages.map((stage) => ({ path: `gitops/flux/${stage}.yaml`, documents: [kustomization(options, stage, stages)] })),
  ];
  return patchedKinds.length === 0 ? files : [...files, { path: 'gitops/flux/enroller.yaml', documents: enroller(`${name}-enroller`, fluxNamespace, patchedKinds) }];
}

function source({ artifactUrl, tag = 'latest', ...options }: FluxDeliveryOptions) {
  return {
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'OCIRepository',
    metadata: metadata(options),
    spec: { interval: options.interval ?? '10m', url: artifactUrl, ref: { tag } },
  };
}

function kustomization(options: Omit<FluxDeliveryOptions, 'artifactUrl'>, stage: Stage, stages: readonly Stage[]) {
  const { name = 'mesh', interval = '10m' } = options;
  const before = STAGES_BEFORE[stage].filter((other) => stages.includes(other));
  const isEnrollment = stage === Stage.ENROLLMENT;
  return {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: metadata(options, `-${stage}`),
    spec: {
      ...(before.length > 0 && { dependsOn: before.map((other) => ({ name: `${name}-${other}` })) }),
      interval,
      retryInterval: '1m',
      ...(stage === Stage.WAYPOINTS && { timeout: '5m', wait: true, healthCheckExprs: [GATEWAY_HEALTH] }),
      prune: !isEnrollment,
      deletionPolicy: 'Orphan',
      ...(isEnrollment && { serviceAccountName: `${name}-enroller` }),
      sourceRef: { kind: 'OCIRepository', name },
      ...(options.targetNamespace !== undefined && { targetNamespace: options.targetNamespace }),
      path: `./${options.path ? `${options.path}/` : ''}${stage}`,
    },
  };
}

function metadata({ name = 'mesh', fluxNamespace = 'flux-system' }: Omit<FluxDeliveryOptions, 'artifactUrl'>, suffix: string = '') {
  return { name: name + suffix, namespace: fluxNamespace };
}

function condition(type: string, status: string): string {
  return `has(status.conditions) && status.conditions.exists(c, c.type == '${type}' && c.status == '${status}' && c.observedGeneration == metadata.generation)`;
}
