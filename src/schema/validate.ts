import { checkRules } from './cel/rules';
import { decode } from './core-types';
import { withDefaults } from './defaults';
import type { FindingType, SchemaFinding } from './finding';
import { isObject } from './go-text';
import { CORE_KINDS, CUSTOM_KINDS } from './kinds/index.generated';
import { checkListTypes } from './list-types';
import { checkLabels, checkMetadata } from './metadata';
import type { NameCheck } from './names';
import { label1035Errors, labelErrors, subdomainErrors } from './names';
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

/** An object with the fields that name its kind. */
export interface KubernetesObject {
  readonly apiVersion?: unknown;
  readonly kind?: unknown;
  readonly metadata?: unknown;
  readonly [field: string]: unknown;
}

/** As long as one of these is there, the API server does not evaluate the rules of a schema. @see hasBlockingErr */
const BLOCKING: readonly FindingType[] = ['Required', 'NotSupported', 'TooLong', 'TooMany', 'TypeInvalid', 'Undecodable'];

const NAMES: Record<string, NameCheck | undefined> = { '/Namespace': labelErrors, '/Service': label1035Errors };

/** Where the pods that a kind makes have their metadata. */
const POD_METADATA: readonly (readonly string[])[] = [
  ['spec', 'template', 'metadata'],
  ['spec', 'jobTemplate', 'metadata'],
  ['spec', 'jobTemplate', 'spec', 'template', 'metadata'],
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
  const findings = custom ? checkCustom(custom, object, options) : core ? checkCore(core, object, name) : [];
  return options.partial ? findings.filter((finding) => finding.type !== 'Required') : findings;
}

/** The version of an object, and its group and kind as the tables of kinds have them. */
export function groupVersionKind({ apiVersion, kind }: KubernetesObject): { readonly version: string; readonly name: string } {
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') return { version: '', name: '' };
  const parts = apiVersion.split('/');
  const group = parts.length > 1 ? parts[0] : '';
  return { version: parts[parts.length - 1], name: `${group}/${kind}` };
}

/** @see k8s.io/apiextensions-apiserver pkg/registry/customresource/strategy.go Validate */
function checkCustom(kind: CustomKind, object: KubernetesObject, { partial }: ValidateOptions): SchemaFinding[] {
  const schema = kind.schema();
  const metadata = decode('v1.ObjectMeta', object.metadata, 'metadata');
  const undecodable = metadata.filter((finding) => finding.type === 'Undecodable');
  if (undecodable.length > 0) return undecodable;
  const content = contentOf(object, kind);
  const complete = withDefaults(schema, content);
  const findings = [
    ...metadata,
    ...unknownFields(schema, content, ''),
    ...checkMetadata(object.metadata, subdomainErrors),
    ...checkStructure(schema, complete),
    ...checkListTypes(schema, complete),
  ];
  if (partial || findings.some((finding) => BLOCKING.includes(finding.type))) return findings;
  return [...findings, ...checkRules(schema, complete)];
}

/** What the schema is about: the kind is known, metadata has a type of its own, and the server drops a status. */
function contentOf(object: KubernetesObject, { hasStatus }: CustomKind): Record<string, unknown> {
  const { apiVersion: _, kind: __, metadata: ___, status, ...content } = object;
  return hasStatus || status === undefined ? content : { ...content, status };
}

function checkCore({ checked, type }: CoreKind, object: KubernetesObject, name: string): SchemaFinding[] {
  if (groupVersionKind(object).version !== checked) return [];
  const findings = decode(type, object).map(inStrictDecoding);
  const undecodable = findings.filter((finding) => finding.type === 'Undecodable');
  if (undecodable.length > 0) return undecodable;
  return [
    ...findings,
    ...checkMetadata(object.metadata, NAMES[name] ?? subdomainErrors),
    ...POD_METADATA.flatMap((fields) => checkLabels(at(object, [...fields, 'labels']), [...fields, 'labels'].join('.'))),
  ];
}

function inStrictDecoding(finding: SchemaFinding): SchemaFinding {
  return finding.type === 'UnknownField' ? { ...finding, message: `strict decoding error: ${finding.message}` } : finding;
}

function at(value: unknown, fields: readonly string[]): unknown {
  return fields.reduce((current, field) => (isObject(current) ? current[field] : undefined), value);
}
