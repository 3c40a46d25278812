import { checkRules } from './cel/rules';
import { contentOf } from './content';
import { decode } from './core-types';
import type { FindingType, SchemaFinding } from './finding';
import { isObject } from './go-text';
import { CORE_KINDS, CUSTOM_KINDS } from './kinds/index.generated';
import { checkListTypes } from './list-types';
import { checkLabels, checkMetadata } from './metadata';
import type { NameCheck } from './names';
import { label1035Errors, labelErrors, subdomainErrors } from './names';
import type { KubernetesObject } from './object';
import { groupVersionKind } from './object';
import { isPlainlyDecodable } from './quick-decoding';
import { RightSpecs } from './right-specs';
import type { CoreKind, CustomKind } from './schema';
import { checkStructure } from './structure';
import { unknownFields } from './unknown-fields';

/** How an object is checked. */
export interface ValidateOptions {
  /**
   * The object is applied on top of one that exists, and need not be complete: nothing is required.
   * @default false
   */
  readonly partial?: boolean;
}

/** As long as one of these is there, the API server does not evaluate the rules of a schema. @see hasBlockingErr */
const BLOCKING: readonly FindingType[] = ['Required', 'NotSupported', 'TooLong', 'TooMany', 'TypeInvalid', 'Undecodable'];

const NAMES: Record<string, NameCheck | undefined> = { '/Namespace': labelErrors, '/Service': label1035Errors };

/** Where the pods that a kind makes have their labels. */
const POD_LABELS: readonly (readonly string[])[] = [
  ['spec', 'template', 'metadata', 'labels'],
  ['spec', 'jobTemplate', 'metadata', 'labels'],
  ['spec', 'jobTemplate', 'spec', 'template', 'metadata', 'labels'],
];

/**
 * Says why an API server with strict field validation would refuse to create an object; empty if it would not. The kinds are
 * those in `crds/`, in all versions that are served; of another kind nothing is known, and nothing is found. For the kinds
 * of Kubernetes itself only their types, required fields, names and labels are checked, not the rules that each kind has.
 */
export function validateObject(object: KubernetesObject, options: ValidateOptions = {}): SchemaFinding[] {
  const { version, name } = groupVersionKind(object);
  const custom = CUSTOM_KINDS[name];
  const core = CORE_KINDS[name];
  const versions = (custom ?? core)?.versions;
  if (versions && !versions.includes(version)) {
    return [{ path: 'apiVersion', type: 'UnknownVersion', message: `no matches for kind "${object.kind}" in version "${object.apiVersion}"` }];
  }
  const findings = custom ? checkCustom(custom, object, options) : core?.checked === version ? checkCore(core, object, name) : [];
  return options.partial ? findings.filter((finding) => finding.type !== 'Required') : findings;
}

/** @see k8s.io/apiextensions-apiserver pkg/registry/customresource/strategy.go Validate */
function checkCustom(kind: CustomKind, object: KubernetesObject, { partial }: ValidateOptions): SchemaFinding[] {
  const schema = kind.schema();
  const findings = isPlainlyDecodable('v1.ObjectMeta', object.metadata) ? [] : decode('v1.ObjectMeta', object.metadata, 'metadata');
  const undecodable = findings.filter((finding) => finding.type === 'Undecodable');
  if (undecodable.length > 0) return undecodable;
  const { written, complete, isPlain } = contentOf(object, kind);
  if (!isPlain) findings.push(...unknownFields(schema, written, ''));
  findings.push(...checkMetadata(object.metadata, subdomainErrors));
  if (isPlain) return findings;
  findings.push(...checkStructure(schema, complete), ...checkListTypes(schema, complete));
  if (!partial && !findings.some((finding) => BLOCKING.includes(finding.type))) findings.push(...checkRules(schema, complete));
  return findings;
}

function checkCore(kind: CoreKind, object: KubernetesObject, name: string): SchemaFinding[] {
  const findings = hasRightTypes(kind, object) ? [] : decode(kind.type, object).map(inStrictDecoding);
  const undecodable = findings.filter((finding) => finding.type === 'Undecodable');
  if (undecodable.length > 0) return undecodable;
  findings.push(...checkMetadata(object.metadata, NAMES[name] ?? subdomainErrors));
  for (const fields of POD_LABELS) {
    const labels = at(object, fields);
    if (labels) findings.push(...checkLabels(labels, fields.join('.')));
  }
  return findings;
}

const rightSpecs = new RightSpecs();

/** Whether there is certainly nothing to say of the types of an object. */
function hasRightTypes(kind: CoreKind, object: KubernetesObject): boolean {
  if (rightSpecs.has(kind, object)) return isPlainlyDecodable('v1.ObjectMeta', object.metadata);
  const isRight = isPlainlyDecodable(kind.type, object);
  if (isRight) rightSpecs.keep(kind, object);
  return isRight;
}

function inStrictDecoding(finding: SchemaFinding): SchemaFinding {
  return finding.type === 'UnknownField' ? { ...finding, message: `strict decoding error: ${finding.message}` } : finding;
}

function at(value: unknown, fields: readonly string[]): unknown {
  let current = value;
  for (const field of fields) {
    if (!isObject(current)) return undefined;
    current = current[field];
  }
  return current;
}
