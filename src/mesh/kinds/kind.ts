import type { Fields, FieldValue } from '../fields';

/** A kind of object that is read: its name, and the type of each field that the engine looks at. */
export interface Kind<F extends Fields = Fields> {
  readonly group: string;
  readonly kind: string;
  /** Whether its objects live in a namespace; one that names none lives in `default`. */
  readonly namespaced: boolean;
  /** All fields that are read, those of `metadata` included. */
  readonly fields: F;
}

/** The body of a kind's objects as TypeScript has it. */
export type BodyOf<K extends Kind> = FieldValue<K['fields']>;

/** Fields of `metadata` that are read from every object. */
export const METADATA = {
  name: 'string',
  namespace: 'string',
  labels: 'strings',
  annotations: 'strings',
  creationTimestamp: 'string',
} as const satisfies Fields;

/** A kind whose objects live in a namespace. */
export function namespaced<const F extends Fields>(group: string, kind: string, fields: F): Kind<F & { metadata: typeof METADATA }> {
  return { group, kind, namespaced: true, fields: { ...fields, metadata: METADATA } };
}

/** A kind whose objects live in no namespace. */
export function clusterScoped<const F extends Fields>(group: string, kind: string, fields: F): Kind<F & { metadata: typeof METADATA }> {
  return { group, kind, namespaced: false, fields: { ...fields, metadata: METADATA } };
}

/** A label selector of Kubernetes. */
export const LABEL_SELECTOR = {
  matchLabels: 'strings',
  matchExpressions: [{ key: 'string', operator: 'string', values: ['string'] }],
} as const satisfies Fields;
export type LabelSelector = FieldValue<typeof LABEL_SELECTOR>;
