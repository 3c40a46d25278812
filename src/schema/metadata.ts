import type { SchemaFinding } from './finding';
import { fieldError, invalid } from './finding';
import { isObject } from './go-text';
import type { NameCheck } from './names';
import { labelErrors, labelKeyErrors, labelValueErrors } from './names';

const MAX_ANNOTATIONS = 256 * 1024;

/**
 * Checks the name, labels and annotations of an object, whose types are known to be right. A namespace is not required: a
 * client adds it.
 * @see k8s.io/apimachinery pkg/api/validation/objectmeta.go ValidateObjectMetaAccessor
 */
export function checkMetadata(metadata: unknown, nameErrors: NameCheck): SchemaFinding[] {
  const { name, generateName, namespace, labels, annotations, finalizers } = isObject(metadata) ? metadata : {} as Record<string, unknown>;
  return [
    ...checkName(name, generateName, nameErrors),
    ...(namespace ? labelErrors(String(namespace)).map((error) => invalid('metadata.namespace', namespace, error)) : []),
    ...checkLabels(labels, 'metadata.labels'),
    ...checkAnnotations(annotations, 'metadata.annotations'),
    ...Object.values(finalizers ?? {}).flatMap((finalizer) => labelKeyErrors(finalizer).map((error) => invalid('metadata.finalizers', finalizer, error))),
  ];
}

function checkName(name: unknown, generateName: unknown, nameErrors: NameCheck): SchemaFinding[] {
  if (name) return nameErrors(String(name)).map((error) => invalid('metadata.name', name, error));
  if (!generateName) return [fieldError('Required', 'metadata.name', 'name or generateName is required')];
  // The end of a generated name is not known yet.
  return nameErrors(String(generateName).replace(/-$/, 'a')).map((error) => invalid('metadata.generateName', generateName, error));
}

/** Checks keys and values of labels that are known to be text. */
export function checkLabels(labels: unknown, path: string): SchemaFinding[] {
  return Object.entries(labels ?? {}).flatMap(([key, value]) => [
    ...labelKeyErrors(key).map((error) => invalid(path, key, error)),
    ...labelValueErrors(String(value ?? '')).map((error) => invalid(path, value, error)),
  ]);
}

function checkAnnotations(annotations: unknown, path: string): SchemaFinding[] {
  const entries = Object.entries(annotations ?? {});
  const size = entries.reduce((sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(String(value ?? '')), 0);
  return [
    ...entries.flatMap(([key]) => labelKeyErrors(key.toLowerCase()).map((error) => invalid(path, key, error))),
    ...(size > MAX_ANNOTATIONS ? [fieldError('TooLong', path, `may not be more than ${MAX_ANNOTATIONS} bytes`)] : []),
  ];
}
