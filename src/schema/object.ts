/** An object with the fields that name its kind. */
export interface KubernetesObject {
  readonly apiVersion?: unknown;
  readonly kind?: unknown;
  readonly metadata?: unknown;
  readonly [field: string]: unknown;
}

/** The version of an object, and its group and kind as the tables of kinds have them. */
export function groupVersionKind({ apiVersion, kind }: KubernetesObject): { readonly version: string; readonly name: string } {
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') return { version: '', name: '' };
  const slash = apiVersion.indexOf('/');
  return { version: apiVersion.slice(apiVersion.lastIndexOf('/') + 1), name: `${apiVersion.slice(0, Math.max(0, slash))}/${kind}` };
}
