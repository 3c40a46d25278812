import { deployedWaypoints } from './facts/gateways';
import type { Rule } from './rule';
import { Severity } from './rule';

/** Labels that change with every release or sync. */
const CHANGING = ['app.kubernetes.io/version', 'helm.sh/chart', 'version', 'chart', 'argocd.argoproj.io/instance', 'kustomize.toolkit.fluxcd.io/checksum'];

export const labelsRestartPods: Rule = {
  id: 'labels-restart-pods',
  severity: Severity.WARNING,
  summary: 'a label that changes with each release is copied to the pods of the waypoint',
  why: 'without spec.infrastructure.labels Istio copies all labels of the Gateway to the pod template, and each change restarts the waypoint',
  fix: 'set spec.infrastructure.labels to what the pods are to have: then only those are copied',
  *check(mesh) {
    const changing = CHANGING.filter((name) => mesh.isLabelUsed(name));
    for (const gateway of changing.length > 0 ? deployedWaypoints(mesh) : []) {
      if (gateway.body.spec?.infrastructure?.labels) continue;
      const label = changing.find((name) => Object.hasOwn(gateway.labels, name));
      if (label) yield { subject: gateway, path: ['metadata', 'labels', label], message: `"${label}" reaches the pods, as the Gateway has no spec.infrastructure.labels` };
    }
  },
};
