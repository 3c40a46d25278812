/** Where a policy goes, and the labels of the workloads that it is for. */
export interface SelectedWorkloads {
  readonly namespace: string;
  readonly labels?: { readonly [key: string]: string };
}
