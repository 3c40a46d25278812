import type { Attribute, InputTest, PolicyContext } from './attribute';
import { attributeOf } from './attributes';
import type { PolicyInput } from './policy-input';
import { DESTINATION_PORT, HOST, METHOD, PATH } from './request-attributes';
import { NAMESPACE, PRINCIPAL, REMOTE_IP, SERVICE_ACCOUNT, SOURCE_IP, TRUST_DOMAIN } from './source-attributes';
import { REQUEST_PRINCIPAL } from './token-attributes';
import type { PolicyOperation, PolicyRule, PolicySource } from '../mesh/kinds/istio-security';
import type { FieldPath } from '../mesh/positions';
import { allOf, anyOf, not } from '../request/truth';
import type { Truth } from '../request/truth';

/** One field of a rule, and what it says of a request. */
export interface Condition {
  /** Within the rule: `from`, 0, `source`, `principals`. */
  readonly path: FieldPath;
  readonly holds: InputTest;
}

/** A rule as the proxy asks it: one of the sources, and one of the operations, have to hold in all their conditions. */
export interface CompiledRule {
  readonly sources: readonly (readonly Condition[])[];
  readonly operations: readonly (readonly Condition[])[];
}

/** Where a rule is asked. */
export interface RuleUse extends PolicyContext {
  /** Whether the connection is not treated as HTTP. */
  readonly forTcp: boolean;
  /**
   * What becomes of a condition that can't be asked: with ALLOW the whole rule is dropped, so that less is allowed; else the
   * condition alone, so that more is denied.
   */
  readonly isAllow: boolean;
}

const SOURCE_FIELDS: readonly Field<PolicySource>[] = [
  { values: 'principals', notValues: 'notPrincipals', attribute: PRINCIPAL },
  { values: 'requestPrincipals', notValues: 'notRequestPrincipals', attribute: REQUEST_PRINCIPAL },
  { values: 'serviceAccounts', notValues: 'notServiceAccounts', attribute: SERVICE_ACCOUNT },
  { values: 'trustDomains', notValues: 'notTrustDomains', attribute: TRUST_DOMAIN },
  { values: 'namespaces', notValues: 'notNamespaces', attribute: NAMESPACE },
  { values: 'remoteIpBlocks', notValues: 'notRemoteIpBlocks', attribute: REMOTE_IP },
  { values: 'ipBlocks', notValues: 'notIpBlocks', attribute: SOURCE_IP },
];

const OPERATION_FIELDS: readonly Field<PolicyOperation>[] = [
  { values: 'hosts', notValues: 'notHosts', attribute: HOST },
  { values: 'methods', notValues: 'notMethods', attribute: METHOD },
  { values: 'paths', notValues: 'notPaths', attribute: PATH },
  { values: 'ports', notValues: 'notPorts', attribute: DESTINATION_PORT },
];

interface Field<T> {
  readonly values: keyof T & string;
  readonly notValues: keyof T & string;
  readonly attribute: Attribute;
}

/**
 * Makes a rule of a policy ready to be asked.
 * @returns undefined for a rule that is dropped
 * @see istio pilot/pkg/security/authz/model/model.go New, Generate
 */
export function compileRule(rule: PolicyRule, use: RuleUse): CompiledRule | undefined {
  const when = whenConditions(rule, use);
  if (!when) return undefined;
  const sources = compileGroup(rule.from, when.sources, (from, index) =>
    fieldConditions(from.source, SOURCE_FIELDS, ['from', index, 'source'], use));
  const operations = compileGroup(rule.to, when.operations, (to, index) =>
    fieldConditions(to.operation, OPERATION_FIELDS, ['to', index, 'operation'], use));
  return sources && operations && { sources, operations };
}

/** Whether a rule matches. */
export function ruleMatches({ sources, operations }: CompiledRule, input: PolicyInput): Truth {
  return allOf([operations, sources], (group) => groupMatches(group, input));
}

export function groupMatches(group: readonly (readonly Condition[])[], input: PolicyInput): Truth {
  return anyOf(group, (conditions) => allOf(conditions, ({ holds }) => holds(input)));
}

interface When {
  readonly sources: Condition[];
  readonly operations: Condition[];
}

/** The conditions of `when` belong to each source or to each operation. */
function whenConditions({ when }: PolicyRule, use: RuleUse): When | undefined {
  const sorted: When = { sources: [], operations: [] };
  for (const [index, { key = '', values, notValues }] of (when ?? []).entries()) {
    const attribute = attributeOf(key);
    if (!attribute) return undefined;
    const path = ['when', index];
    const conditions = attributeConditions(attribute, { values, notValues }, { values: [...path, 'values'], notValues: [...path, 'notValues'] }, use);
    if (!conditions) return undefined;
    (attribute.isOperation ? sorted.operations : sorted.sources).push(...conditions);
  }
  return sorted;
}

function compileGroup<T>(
  items: readonly T[] | undefined, shared: readonly Condition[], compile: (item: T, index: number) => Condition[] | undefined,
): Condition[][] | undefined {
  if (!items?.length) return [[...shared]];
  const groups = items.map(compile);
  return groups.every((group) => group !== undefined) ? groups.map((group) => [...group, ...shared]) : undefined;
}

function fieldConditions<T extends object>(
  owner: T | undefined, fields: readonly Field<T>[], path: FieldPath, use: RuleUse,
): Condition[] | undefined {
  const conditions: Condition[] = [];
  for (const { values, notValues, attribute } of owner ? fields : []) {
    const texts = { values: owner![values] as Texts, notValues: owner![notValues] as Texts };
    if (!texts.values && !texts.notValues) continue;
    const own = attributeConditions(attribute, texts, { values: [...path, values], notValues: [...path, notValues] }, use);
    if (!own) return undefined;
    conditions.push(...own);
  }
  return conditions;
}

type Texts = readonly string[] | undefined;
interface Pair<T> { readonly values: T; readonly notValues: T }

/** @see istio pilot/pkg/security/authz/model/model.go rule.permission, rule.principal */
function attributeConditions(attribute: Attribute, texts: Pair<Texts>, paths: Pair<FieldPath>, use: RuleUse): Condition[] | undefined {
  const wanted = compileValues(attribute, texts.values, use);
  const unwanted = compileValues(attribute, texts.notValues, use);
  if (!wanted || !unwanted) return undefined;
  const conditions: Condition[] = [];
  if (wanted.length > 0) conditions.push({ path: paths.values, holds: (input) => anyOf(wanted, (holds) => holds(input)) });
  if (unwanted.length > 0) conditions.push({ path: paths.notValues, holds: (input) => not(anyOf(unwanted, (holds) => holds(input))) });
  return conditions;
}

/** @returns undefined if one of the values drops the whole rule */
function compileValues(attribute: Attribute, values: Texts, use: RuleUse): InputTest[] | undefined {
  const tests = (values ?? []).map((value) => use.forTcp && attribute.isHttp ? undefined : attribute.compile(value, use));
  const usable = tests.filter((holds) => holds !== undefined);
  return use.isAllow && usable.length < tests.length ? undefined : usable;
}
