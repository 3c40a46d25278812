import { attributeProblem, emptyValueProblem, ipProblems, pathTemplateProblem, portProblems, serviceAccountProblem, trustDomainProblem } from './authorization-values';
import type { Findings, WebhookFinding } from './problem';
import { each, error, errorIf, warning } from './problem';
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

/** What is wrong with the values of a field, which has that name in Istio's messages. */
type ValuesCheck = (values: readonly string[], name: string) => readonly (string | undefined)[];

/** A field of a source or of an operation. */
interface FieldCheck {
  readonly field: string;
  readonly name: string;
  readonly problems: ValuesCheck;
}

const noneEmpty: ValuesCheck = (values, name) => [emptyValueProblem(name, values)];
const areAddresses: ValuesCheck = (values, name) => [...ipProblems(values), emptyValueProblem(name, values)];

const SOURCE_CHECKS = checksOf({
  principals: noneEmpty,
  requestPrincipals: noneEmpty,
  namespaces: noneEmpty,
  ipBlocks: areAddresses,
  remoteIpBlocks: areAddresses,
  serviceAccounts: (values, name) => [serviceAccountProblem(name, values)],
  trustDomains: (values, name) => [trustDomainProblem(name, values)],
});
const OPERATION_CHECKS = checksOf({
  ports: (values, name) => [...portProblems(values), emptyValueProblem(name, values)],
  methods: noneEmpty,
  paths: (values, name) => [emptyValueProblem(name, values), pathTemplateProblem(name, values)],
  hosts: noneEmpty,
});
const NAME_FIELDS = ['principals', 'namespaces'].flatMap(withNegation);
const ACCOUNT_FIELDS = withNegation('serviceAccounts');
const PORT_FIELDS = withNegation('ports');
const NOT_WITH_CUSTOM = ['namespaces', 'serviceAccounts', 'trustDomains', 'principals', 'requestPrincipals'].flatMap(withNegation);
const KEYS_NOT_WITH_CUSTOM = /^(source\.(namespace|serviceAccount|trustDomain|principal)$|request\.auth\.)/;
/** What a source can ask of a connection that has no HTTP; trust domains are not among it. */
const TCP_SOURCE_FIELDS = SOURCE_CHECKS.map(({ field }) => field).filter((field) => !/requestPrincipals|trustDomains/i.test(field));

const TCP_WARNING = 'configured AuthorizationPolicy will deny all traffic to TCP ports under its scope due to the use of only HTTP attributes in a DENY rule; it is recommended to explicitly specify the port';

function checksOf(checks: Readonly<Record<string, ValuesCheck>>): FieldCheck[] {
  return Object.entries(checks).flatMap(([positive, problems]) =>
    withNegation(positive).map((field) => ({ field, name: inGo(field), problems })));
}

function withNegation(field: string): string[] {
  return [field, `not${inGo(field)}`];
}

/** The name of a field in Istio's messages. */
function inGo(field: string): string {
  return field[0].toUpperCase() + field.slice(1);
}

/** @see istio pkg/config/validation/validation.go ValidateAuthorizationPolicy */
export function authorizationPolicyFindings(partial: Partial<Spec>): Findings {
  const spec: Spec = { action: 'ALLOW', rules: [], ...partial };
  const { action, provider, rules } = spec;
  const isCustom = action === 'CUSTOM';
  const findings = [...targetFindings(spec)];
  if ((isCustom || action === 'DENY') && rules.length === 0) {
    findings.push(error('spec.rules', `${action} action without \`rules\` is meaningless as it will never be triggered, add an empty rule \`{}\` if you want it be triggered for every request`));
  }
  if (isCustom) findings.push(...customFindings(spec));
  else if (provider !== undefined) findings.push(error('spec.provider', `\`provider\` must not be with non CUSTOM action, found ${action}`));
  for (const [rule, path, index] of each(rules, 'spec.rules')) {
    checkRule(rule, path, index, findings);
    if (action === 'DENY' && deniesAllTcp(rule)) findings.push(warning(path, TCP_WARNING));
  }
  return findings;
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

/** Most meshes have many policies, and most policies are right: what is wrong is put into one list, and no list is made for each part. */
function checkRule({ from, to, when }: Rule, path: string, index: number, findings: WebhookFinding[]): void {
  for (const [{ source }, field] of each(from, `${path}.from`)) {
    if (source) checkSource(source, `${field}.source`, index, findings);
    else findings.push(error(`${field}.source`, `\`from.source\` must not be nil, found at rule ${index}`));
  }
  for (const [{ operation }, field] of each(to, `${path}.to`)) {
    if (operation) checkPart('to.operation', operation, OPERATION_CHECKS, { path: `${field}.operation`, index }, findings);
    else findings.push(error(`${field}.operation`, `\`to.operation\` must not be nil, found at rule ${index}`));
  }
  for (const [condition, field] of each(when, `${path}.when`)) {
    findings.push(...conditionFindings({ key: '', values: [], notValues: [], ...condition }, field));
  }
}

function checkSource(source: Values, path: string, index: number, findings: WebhookFinding[]): void {
  if (hasAny(source, ACCOUNT_FIELDS) && hasAny(source, NAME_FIELDS)) {
    findings.push(error(path, `cannot set serviceAccounts with namespaces or principals, found at rule ${index}`));
  }
  checkPart('from.source', source, SOURCE_CHECKS, { path, index }, findings);
}

/** Where a source or an operation is, and the number of its rule. */
interface Part {
  readonly path: string;
  readonly index: number;
}

/** Checks the fields of a source or of an operation, of which one at least has to say something. */
function checkPart(name: string, values: Values, checks: readonly FieldCheck[], { path, index }: Part, findings: WebhookFinding[]): void {
  const written = checks.filter(({ field }) => values[field]?.length);
  if (written.length === 0) findings.push(error(path, `\`${name}\` must not be empty, found at rule ${index}`));
  for (const check of written) {
    for (const problem of check.problems(values[check.field]!, check.name)) {
      if (problem !== undefined) findings.push(error(`${path}.${check.field}`, problem));
    }
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
  if (to.some(({ operation }) => operation)) return !to.some(({ operation = {} }) => hasAny(operation, PORT_FIELDS));
  return from.some(({ source }) => source) && !from.some(({ source = {} }) => hasAny(source, TCP_SOURCE_FIELDS));
}
