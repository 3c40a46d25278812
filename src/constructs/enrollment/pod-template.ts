const POD_TEMPLATE = ['spec', 'template', 'metadata', 'labels'];

const TEMPLATE_LABELS: Record<string, readonly string[]> = {
  Deployment: POD_TEMPLATE,
  StatefulSet: POD_TEMPLATE,
  DaemonSet: POD_TEMPLATE,
  ReplicaSet: POD_TEMPLATE,
  Job: POD_TEMPLATE,
  CronJob: ['spec', 'jobTemplate', ...POD_TEMPLATE],
};

/** Where the labels of the pods are in a manifest of this kind; undefined if the kind makes no pods. */
export function templateLabelsPath(kind: string): readonly string[] | undefined {
  return TEMPLATE_LABELS[kind];
}

/** The kinds whose template can be changed while they exist. */
export const LIVE_TEMPLATE_KINDS: readonly string[] = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'];

/** The kinds whose pods are made from a template. */
export const POD_TEMPLATE_KINDS = Object.keys(TEMPLATE_LABELS);
