/**
 * The part of OpenAPI v3 that the custom resource definitions in `crds/` use. A keyword that is missing here does not
 * compile in `kinds/`, so that a new release can't bring one that the check would silently pass over.
 */
export interface Schema {
  readonly 'type'?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean';
  readonly 'format'?: 'int32' | 'int64' | 'double' | 'byte' | 'ipv4' | 'ipv6';
  readonly 'nullable'?: boolean;
  readonly 'default'?: unknown;
  readonly 'enum'?: readonly unknown[];
  readonly 'properties'?: { readonly [name: string]: Schema };
  readonly 'additionalProperties'?: Schema;
  readonly 'required'?: readonly string[];
  readonly 'minProperties'?: number;
  readonly 'maxProperties'?: number;
  readonly 'items'?: Schema;
  readonly 'minItems'?: number;
  readonly 'maxItems'?: number;
  readonly 'minLength'?: number;
  readonly 'maxLength'?: number;
  readonly 'pattern'?: string;
  readonly 'minimum'?: number;
  readonly 'maximum'?: number;
  readonly 'allOf'?: readonly Schema[];
  readonly 'anyOf'?: readonly Schema[];
  readonly 'oneOf'?: readonly Schema[];
  readonly 'not'?: Schema;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  readonly 'x-kubernetes-list-type'?: 'atomic' | 'set' | 'map';
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-map-type'?: 'atomic' | 'granular';
  readonly 'x-kubernetes-validations'?: readonly ValidationRule[];
}

/** A rule in the Common Expression Language (`x-kubernetes-validations`). */
export interface ValidationRule {
  readonly rule: string;
  readonly message?: string;
}

/** A custom resource: its schema belongs to all versions that are served. */
export interface CustomKind {
  readonly versions: readonly string[];
  /** Whether there is a `status`, which the API server drops from what a client creates. */
  readonly hasStatus: boolean;
  readonly schema: () => Schema;
}

/** A kind of Kubernetes itself: the versions that are served, and the one whose type is known here. */
export interface CoreKind {
  readonly versions: readonly string[];
  readonly checked: string;
  readonly type: string;
}

/** A type of Kubernetes itself: it is decoded into a Go structure, and only that much of its schema is kept. */
export interface CoreType {
  readonly type?: Schema['type'];
  readonly format?: 'int32' | 'int64' | 'byte' | 'date-time' | 'int-or-string';
  readonly properties?: { readonly [name: string]: CoreType };
  readonly additionalProperties?: CoreType;
  readonly items?: CoreType;
  readonly required?: readonly string[];
  /** The name of another type. */
  readonly ref?: string;
}

/** The schema of a field, by its own name or as one of a map's. */
export function fieldSchema(schema: Schema, name: string): Schema | undefined {
  return schema.properties && Object.hasOwn(schema.properties, name) ? schema.properties[name] : schema.additionalProperties;
}
