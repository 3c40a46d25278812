import { posix } from 'path';
import type { CompleteFluxOptions } from './complete-options';
import type { DeliveredObjects, DeliveryFile } from './delivered-objects';
import { enroller, enrollerName } from './enroller';
import { refuseNamespace } from './namespace-transformer';
import { Stage, stageName, STAGES, STAGES_BEFORE } from './stage';
import { GATEWAY_API_VERSION } from '../../istio/groups';

/** A Gateway counts as ready once it is programmed in its present form: a fresh one looks ready to Flux at once. */
const GATEWAY_HEALTH = {
  apiVersion: GATEWAY_API_VERSION,
  kind: 'Gateway',
  failed: condition('Accepted', 'False'),
  current: condition('Programmed', 'True'),
};

/**
 * What Flux needs to apply the output: the artifact, and a Kustomization for each stage, since it knows no waves. They are
 * the same whatever the manifests are, but for the rights of the enroller: also of a stage without manifests, which takes
 * away what it had before.
 */
export function fluxFiles(options: CompleteFluxOptions, { patchedKinds, namespacesByStage }: DeliveredObjects): DeliveryFile[] {
  const { name, fluxNamespace, targetNamespace } = options;
  if (targetNamespace !== undefined) refuseNamespace('"targetNamespace"', targetNamespace, namespacesByStage);
  return [
    { path: 'gitops/flux/source.yaml', documents: [source(options)] },
    ...STAGES.map((stage) => ({ path: `gitops/flux/${stage}.yaml`, documents: [kustomization(options, stage)] })),
    { path: 'gitops/flux/enroller.yaml', documents: enroller(enrollerName(name), fluxNamespace, patchedKinds) },
  ];
}

function source({ name, fluxNamespace, interval, artifactUrl, tag, secretName }: CompleteFluxOptions) {
  return {
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'OCIRepository',
    metadata: { name, namespace: fluxNamespace },
    spec: { interval, url: artifactUrl, ref: { tag }, ...(secretName !== undefined && { secretRef: { name: secretName } }) },
  };
}

function kustomization(options: CompleteFluxOptions, stage: Stage) {
  const { name, fluxNamespace, interval } = options;
  const before = STAGES_BEFORE[stage];
  const isEnrollment = stage === Stage.ENROLLMENT;
  const serviceAccountName = isEnrollment ? enrollerName(name) : options.serviceAccountName;
  return {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name: stageName(name, stage), namespace: fluxNamespace },
    spec: {
      ...(before.length > 0 && { dependsOn: before.map((other) => ({ name: stageName(name, other) })) }),
      interval,
      retryInterval: '1m',
      ...(stage === Stage.WAYPOINTS && { timeout: '5m', wait: true, healthCheckExprs: [GATEWAY_HEALTH] }),
      prune: !isEnrollment,
      deletionPolicy: 'Orphan',
      ...(serviceAccountName !== undefined && { serviceAccountName }),
      sourceRef: { kind: 'OCIRepository', name },
      ...(options.targetNamespace !== undefined && { targetNamespace: options.targetNamespace }),
      path: `./${posix.join(options.path ?? '.', stage)}`,
    },
  };
}

function condition(type: string, status: string): string {
  return `has(status.conditions) && status.conditions.exists(c, c.type == '${type}' && c.status == '${status}' && c.observedGeneration == metadata.generation)`;
}
