import { goJson, goNumber, goQuote } from './go-text';

/**
 * Why the API server refuses an object. Most are its own types of field errors (`field.ErrorType`); `UnknownField` comes from
 * strict field validation, `Undecodable` from metadata or kinds of Kubernetes that do not fit their Go types, and
 * `UnknownVersion` says that the release whose schemas these are does not serve the version; an older or newer one may.
 */
export type FindingType =
  | 'Required' | 'Invalid' | 'TypeInvalid' | 'NotSupported' | 'Duplicate' | 'TooLong' | 'TooMany'
  | 'UnknownField' | 'Undecodable' | 'UnknownVersion';

/** One reason why an object is refused. */
export interface SchemaFinding {
  /** The field, as Kubernetes writes it: `spec.rules[0].backendRefs[0].port`. Empty for the object as a whole. */
  readonly path: string;
  readonly type: FindingType;
  /** The sentence of the API server; for most types it begins with the path. */
  readonly message: string;
}

const WORDS: Partial<Record<FindingType, string>> = {
  Required: 'Required value',
  Invalid: 'Invalid value',
  TypeInvalid: 'Invalid value',
  NotSupported: 'Unsupported value',
  Duplicate: 'Duplicate value',
  TooLong: 'Too long',
  TooMany: 'Too many',
};

/**
 * A field error in the words of the API server.
 * @param parts the value in question as it is printed, and what is wrong with it
 * @see k8s.io/apimachinery pkg/util/validation/field/errors.go Error.ErrorBody
 */
export function fieldError(type: FindingType, path: string, ...parts: string[]): SchemaFinding {
  return { path, type, message: [path, WORDS[type], ...parts].join(': ') };
}

/** `spec.x: Invalid value: 70000: port must be between 1-65535` */
export function invalid(path: string, value: unknown, detail: string): SchemaFinding {
  return fieldError('Invalid', path, printed(value), detail);
}

/**
 * An error of the schema library that has no field of its own: the API server prints it with `<nil>` for the path.
 * @see k8s.io/apiextensions-apiserver pkg/apiserver/validation/validation.go kubeOpenAPIResultToFieldErrors
 */
export function pathless(path: string, detail: string): SchemaFinding {
  return { path, type: 'Invalid', message: `<nil>: Invalid value: "": ${detail}` };
}

/** A value as the API server prints it inside of a message. */
export function printed(value: unknown): string {
  if (typeof value === 'number') return goNumber(value);
  return typeof value === 'string' ? goQuote(value) : goJson(value);
}

/** The path of a field of an object at `path`. */
export function fieldPath(path: string, name: string): string {
  return path ? `${path}.${name}` : name;
}
