/** Where a policy goes, and the labels of the workloads that it is for. */
export interface SelectedWorkloads {
  readonly namespace: string;
  readonly labels?: { readonly [key: string]: string };
}

/** A name for what is about some workloads: it tells their labels, and others of the namespace do not get it. */
export function nameForWorkloads(parts: readonly string[], labels: SelectedWorkloads['labels']): string {
  const selected = Object.entries(labels ?? {}).sort().map(([key, value]) => `${key.split('/').pop()}-${value}`);
  return [...parts, ...selected].join('-').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/-$/, '');
}
