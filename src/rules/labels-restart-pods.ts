import { deployedWaypoints } from './facts/gateways';
import type { Rule } from './rule';
import { Severity } from './rule';

/** Labels that change with every release or sync. */
const LABELS = ['app.kubernetes.io/version', 'helm.sh/chart', 'version', 'chart', 'argocd.argoproj.io/instance', 'kustomize.toolkit.fluxcd.io/checksum'];
/** Annotations that do, by how they begin. */
const ANNOTATIONS = ['checksum/', 'kubernetes.io/change-cause', 'app.kubernetes.io/version', 'helm.sh/chart', 'kustomize.toolkit.fluxcd.io/checksum'];

export const labelsRestartPods: Rule = {
  id: 'labels-restart-pods',
  severity: Severity.WARNING,
  summary: 'a label or annotation that changes with each release is copied to the pods of the waypoint',
  why: 'without spec.infrastructure.labels Istio copies all labels of the Gateway to the pod template, and so it does with annotations: each change restarts the waypoint',
  fix: 'set spec.infrastructure.labels, and spec.infrastructure.annotations, to what the pods are to have: then only those are copied',
  *check(mesh) {
    for (const gateway of deployedWaypoints(mesh)) {
      for (const [field, isChanging] of FIELDS) {
        if (gateway.body.spec?.infrastructure?.[field]) continue;
        const name = Object.keys(gateway[field]).find(isChanging);
        if (name) yield { subject: gateway, path: ['metadata', field, name], message: `"${name}" reaches the pods, as the Gateway has no spec.infrastructure.${field}` };
      }
    }
  },
};

const FIELDS: readonly (readonly ['labels' | 'annotations', (name: string) => boolean])[] = [
  ['labels', (name) => LABELS.includes(name)],
  ['annotations', (name) => ANNOTATIONS.some((start) => name.startsWith(start))],
];
