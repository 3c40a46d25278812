import { LABEL_SELECTOR, namespaced } from './kind';

export const HORIZONTAL_POD_AUTOSCALER = namespaced('autoscaling', 'HorizontalPodAutoscaler', {
  spec: {
    scaleTargetRef: { apiVersion: 'string', kind: 'string', name: 'string' },
    minReplicas: 'integer',
    maxReplicas: 'integer',
  },
});

export const POD_DISRUPTION_BUDGET = namespaced('policy', 'PodDisruptionBudget', { spec: { selector: LABEL_SELECTOR } });
