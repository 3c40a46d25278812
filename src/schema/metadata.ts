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
  const findings: SchemaFinding[] = [];
  checkName(name, generateName, nameErrors, findings);
  if (namespace) for (const error of labelErrors(String(namespace))) findings.push(invalid('metadata.namespace', namespace, error));
  if (labels) findings.push(...checkLabels(labels, 'metadata.labels'));
  if (annotations) findings.push(...checkAnnotations(annotations, 'metadata.annotations'));
  for (const finalizer of finalizers ? Object.values(finalizers) : []) {
    for (const error of labelKeyErrors(finalizer)) findings.push(invalid('metadata.finalizers', finalizer, error));
  }
  return findings;
}

function checkName(name: unknown, generateName: unknown, nameErrors: NameCheck, findings: SchemaFinding[]): void {
  if (name) {
    for (const error of nameErrors(String(name))) findings.push(invalid('metadata.name', name, error));
  } else if (generateName) {
    // The end of a generated name is not known yet.
    const errors = nameErrors(String(generateName).replace(/-$/, 'a'));
    for (const error of errors) findings.push(invalid('metadata.generateName', generateName, error));
  } else {
    findings.push(fieldError('Required', 'metadata.name', 'name or generateName is required'));
  }
}

/** Checks keys and values of labels that are known to be text. */
export function checkLabels(labels: unknown, path: string): SchemaFinding[] {
  const findings: SchemaFinding[] = [];
  for (const [key, value] of Object.entries(labels ?? {})) {
    for (const error of labelKeyErrors(key)) findings.push(invalid(path, key, error));
    for (const error of labelValueErrors(String(value ?? ''))) findings.push(invalid(path, value, error));
  }
  return findings;
}

function checkAnnotations(annotations: unknown, path: string): SchemaFinding[] {
  const entries = Object.entries(annotations ?? {});
  const size = entries.reduce((sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(String(value ?? '')), 0);
  return [
    ...entries.flatMap(([key]) => labelKeyErrors(key.toLowerCase()).map((error) => invalid(path, key, error))),
    ...(size > MAX_ANNOTATIONS ? [fieldError('TooLong', path, `may not be more than ${MAX_ANNOTATIONS} bytes`)] : []),
  ];
}
