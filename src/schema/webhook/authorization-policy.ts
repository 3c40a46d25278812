import { attributeProblem, emptyValueProblem, ipProblems, pathTemplateProblem, portProblems, serviceAccountProblem, trustDomainProblem } from './authorization-values';
import type { Findings } from './problem';
import { each, error, errorAt, errorIf, warningIf } from './problem';
import type { Targeted } from './selectors';
import { targetFindings } from './selectors';

type Values = Readonly<Record<string, readonly string[] | undefined>>;

interface Condition {
  readonly key: string;
  readonly values: readonly string[];
  readonly notValues: readonly string[];
}

interface Rule {
  readonly from?: readonly { readonly source?: Values }[];
  readonly to?: readonly { readonly operation?: Values }[];
  readonly when?: readonly Partial<Condition>[];
}

interface Spec extends Targeted {
  readonly action: string;
  readonly provider?: { readonly name?: string };
  readonly rules: readonly Rule[];
}

const SOURCE_FIELDS = ['principals', 'requestPrincipals', 'namespaces', 'ipBlocks', 'remoteIpBlocks', 'serviceAccounts', 'trustDomains'].flatMap(withNegation);
const OPERATION_FIELDS = ['ports', 'methods', 'paths', 'hosts'].flatMap(withNegation);
const NOT_WITH_CUSTOM = ['namespaces', 'serviceAccounts', 'trustDomains', 'principals', 'requestPrincipals'].flatMap(withNegation);
const KEYS_NOT_WITH_CUSTOM = /^(source\.(namespace|serviceAccount|trustDomain|principal)$|request\.auth\.)/;
/** What a source can ask of a connection that has no HTTP; trust domains are not among it. */
const TCP_SOURCE_FIELDS = SOURCE_FIELDS.filter((field) => !/requestPrincipals|trustDomains/i.test(field));

const TCP_WARNING = 'configured AuthorizationPolicy will deny all traffic to TCP ports under its scope due to the use of only HTTP attributes in a DENY rule; it is recommended to explicitly specify the port';

function withNegation(field: string): string[] {
  return [field, `not${inGo(field)}`];
}

/** The name of a field in Istio's messages. */
function inGo(field: string): string {
  return field[0].toUpperCase() + field.slice(1);
}

/** @see istio pkg/config/validation/validation.go ValidateAuthorizationPolicy */
export function* authorizationPolicyFindings(partial: Partial<Spec>): Findings {
  const spec: Spec = { action: 'ALLOW', rules: [], ...partial };
  const { action, provider, rules } = spec;
  const isCustom = action === 'CUSTOM';
  const needsRules = isCustom || action === 'DENY';
  yield* targetFindings(spec);
  yield* errorIf(needsRules && rules.length === 0, 'spec.rules', `${action} action without \`rules\` is meaningless as it will never be triggered, add an empty rule \`{}\` if you want it be triggered for every request`);
  if (isCustom) yield* customFindings(spec);
  yield* errorIf(!isCustom && provider !== undefined, 'spec.provider', `\`provider\` must not be with non CUSTOM action, found ${action}`);
  for (const [rule, path, index] of each(rules, 'spec.rules')) {
    yield* ruleFindings(rule, path, index);
    yield* warningIf(action === 'DENY' && deniesAllTcp(rule), path, TCP_WARNING);
  }
}

function* customFindings({ provider, rules }: Spec): Findings {
  yield* errorIf(rules.length > 0 && !provider?.name, 'spec.provider', '`provider.name` must not be empty');
  for (const [{ from, when }, path] of each(rules, 'spec.rules')) {
    for (const [{ source = {} }, field] of each(from, `${path}.from`)) {
      for (const name of NOT_WITH_CUSTOM.filter((one) => source[one]?.length)) {
        yield error(`${field}.source.${name}`, `From.${inGo(name)} is currently not supported with CUSTOM action`);
      }
    }
    for (const [{ key = '' }, field] of each(when, `${path}.when`)) {
      yield* errorIf(KEYS_NOT_WITH_CUSTOM.test(key), `${field}.key`, `${key} is currently not supported with CUSTOM action`);
    }
  }
}

function* ruleFindings({ from, to, when }: Rule, path: string, index: number): Findings {
  for (const [{ source }, field] of each(from, `${path}.from`)) {
    yield* errorIf(!source, `${field}.source`, `\`from.source\` must not be nil, found at rule ${index}`);
    if (source) yield* sourceFindings(source, `${field}.source`, index);
  }
  for (const [{ operation }, field] of each(to, `${path}.to`)) {
    yield* errorIf(!operation, `${field}.operation`, `\`to.operation\` must not be nil, found at rule ${index}`);
    if (operation) yield* operationFindings(operation, `${field}.operation`, index);
  }
  for (const [condition, field] of each(when, `${path}.when`)) yield* conditionFindings({ key: '', values: [], notValues: [], ...condition }, field);
}

function* sourceFindings(source: Values, path: string, index: number): Findings {
  const hasNames = hasAny(source, ['principals', 'notPrincipals', 'namespaces', 'notNamespaces']);
  const hasAccounts = hasAny(source, ['serviceAccounts', 'notServiceAccounts']);
  yield* errorIf(hasNames && hasAccounts, path, `cannot set serviceAccounts with namespaces or principals, found at rule ${index}`);
  yield* errorIf(!hasAny(source, SOURCE_FIELDS), path, `\`from.source\` must not be empty, found at rule ${index}`);
  for (const field of SOURCE_FIELDS) {
    const values = source[field];
    if (!values?.length) continue;
    const problems = /ipBlocks$/i.test(field) ? ipProblems(values) : [];
    for (const problem of problems) yield error(`${path}.${field}`, problem);
    yield* errorAt(`${path}.${field}`, sourceProblem(field, values));
  }
}

function sourceProblem(field: string, values: readonly string[]): string | undefined {
  if (/serviceAccounts$/i.test(field)) return serviceAccountProblem(inGo(field), values);
  if (/trustDomains$/i.test(field)) return trustDomainProblem(inGo(field), values);
  return emptyValueProblem(inGo(field), values);
}

function* operationFindings(operation: Values, path: string, index: number): Findings {
  yield* errorIf(!hasAny(operation, OPERATION_FIELDS), path, `\`to.operation\` must not be empty, found at rule ${index}`);
  for (const field of OPERATION_FIELDS) {
    const values = operation[field];
    if (!values?.length) continue;
    const problems = /ports$/i.test(field) ? portProblems(values) : [];
    for (const problem of problems) yield error(`${path}.${field}`, problem);
    yield* errorAt(`${path}.${field}`, emptyValueProblem(inGo(field), values));
    yield* errorAt(`${path}.${field}`, /paths$/i.test(field) ? pathTemplateProblem(inGo(field), values) : undefined);
  }
}

function hasAny(values: Values, fields: readonly string[]): boolean {
  return fields.some((field) => values[field]?.length);
}

function* conditionFindings({ key, values, notValues }: Condition, path: string): Findings {
  if (key === '') return yield error(`${path}.key`, '`key` must not be empty');
  if (values.length + notValues.length === 0) return yield error(path, `at least one of \`values\` or \`notValues\` must be set for key ${key}`);
  const problem = attributeProblem(key, values);
  const notProblem = attributeProblem(key, notValues);
  yield* errorIf(problem !== undefined, `${path}.values`, `invalid \`value\` for \`key\` ${key}: ${problem}`);
  yield* errorIf(notProblem !== undefined, `${path}.notValues`, `invalid \`notValue\` for \`key\` ${key}: ${notProblem}`);
}

function deniesAllTcp({ from = [], to = [] }: Rule): boolean {
  if (to.some(({ operation }) => operation)) return !to.some(({ operation = {} }) => hasAny(operation, ['ports', 'notPorts']));
  return from.some(({ source }) => source) && !from.some(({ source = {} }) => hasAny(source, TCP_SOURCE_FIELDS));
}
