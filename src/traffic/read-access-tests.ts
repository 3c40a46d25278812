import type { AccessTest, Expectation } from './access-test';
import { asHost } from './find-destination';
import type { FormFault, FormShape } from './form-fault';
import { formFaults } from './form-fault';
import { REQUEST_SHAPE, requestFaults, withoutNulls } from './read-request-form';
import type { RequestForm } from './request-form';
import { Verdict } from './verdict';
import type { ParsedDocument, SourceDocument } from '../mesh/documents';
import { parseDocuments } from '../mesh/documents';
import { isMapping } from '../mesh/fields';
import type { FieldPath } from '../mesh/positions';
import { placeOf } from '../mesh/positions';
import type { Report } from '../mesh/problem';
import type { Place, SourceFile } from '../mesh/source-file';

const FROM_SHAPE: FormShape = { namespace: 'string', serviceAccount: 'string', workload: 'string' };
const EXPECT_SHAPE: FormShape = {
  verdict: 'string',
  via: 'string',
  backend: 'string',
  backends: { '*': 'number' },
  status: 'integer',
  decidedBy: 'string',
  route: 'string',
  withoutWaypoint: 'string',
  sees: { shape: { host: 'string', path: 'string', headers: { '*': 'string' } } },
  responseHeaders: { '*': 'string' },
  location: 'string',
  timeout: 'string',
  retries: 'integer',
  mirrors: { '*': 'number' },
};
const FILE_SHAPE: FormShape = { tests: 'any' };
const TEST_SHAPE: FormShape = {
  name: 'string',
  from: 'any',
  to: { shape: { service: 'string', pod: 'string', host: 'string', port: 'integer' } },
  request: { shape: { ...REQUEST_SHAPE, claims: 'any' } },
  expect: { shape: EXPECT_SHAPE },
};

/** Reads the cases of a file: documents with a list `tests`. What can't be read is reported, the other cases are read. */
export function readAccessTests(file: SourceFile, report: Report): AccessTest[] {
  return parseDocuments(file, report).flatMap((parsed) => {
    const { value } = parsed;
    const list = isMapping(value) ? value.tests : undefined;
    if (!Array.isArray(list)) {
      reportFault({ path: [], message: 'not a file of access tests, expected one key "tests" with a list' }, parsed, report);
      return [];
    }
    formFaults(FILE_SHAPE, value).forEach((fault) => reportFault(fault, parsed, report));
    return list.flatMap((one, index) => readTest(one, ['tests', index], parsed, report));
  });
}

function readTest(value: unknown, path: FieldPath, parsed: ParsedDocument, report: Report): AccessTest[] {
  const faults = faultsOfTest(value, path);
  faults.forEach((fault) => reportFault(fault, parsed, report));
  if (faults.length > 0) return [];
  const { name, from, to, request, expect } = value as TestValue;
  const { claims, ...rest } = withoutNulls(request ?? {});
  const jwt = isMapping(claims) ? { jwt: { claims } } : {};
  const form = { from: fromText(from), to: toText(to), ...rest, ...jwt } as RequestForm;
  return [new WrittenTest(name ?? `${form.from} to ${form.to}`, form, expect ?? {}, parsed.document, path)];
}

/** A case of a file. */
class WrittenTest implements AccessTest {
  readonly #document: SourceDocument;
  readonly #path: FieldPath;

  constructor(
    public readonly name: string, public readonly form: RequestForm, public readonly expect: Expectation,
    document: SourceDocument, path: FieldPath,
  ) {
    this.#document = document;
    this.#path = path;
  }

  public get file(): string {
    return this.#document.file.name;
  }

  public get place(): Place | null {
    return placeOf(this.#document, this.#path);
  }
}

interface TestValue {
  readonly name?: string;
  readonly from: string | FromValue;
  readonly to: ToValue;
  readonly request?: object;
  readonly expect?: Expectation;
}
interface FromValue { readonly namespace?: string; readonly serviceAccount?: string; readonly workload?: string }
interface ToValue { readonly service?: string; readonly pod?: string; readonly host?: string; readonly port?: number }

function faultsOfTest(value: unknown, path: FieldPath): FormFault[] {
  const faults = formFaults(TEST_SHAPE, value, path);
  if (!isMapping(value) || faults.length > 0) return faults;
  return [
    ...fromFaults(value.from, [...path, 'from']),
    ...toFaults(value.to, [...path, 'to']),
    ...isMapping(value.request) ? requestFaults(value.request, [...path, 'request']) : [],
    ...expectFaults(value.expect, [...path, 'expect']),
  ];
}

function fromFaults(from: unknown, path: FieldPath): FormFault[] {
  if (typeof from === 'string') return [];
  const expected = 'expected { namespace, serviceAccount }, { namespace, workload } or a text as of "waypoint explain --from"';
  const faults = formFaults(FROM_SHAPE, from ?? {}, path);
  if (faults.length > 0) return faults;
  const { namespace, serviceAccount, workload } = (from ?? {}) as FromValue;
  const isWhole = namespace !== undefined && (serviceAccount === undefined) !== (workload === undefined);
  return isWhole ? [] : [{ path, message: `from names no client, ${expected}` }];
}

function toFaults(to: unknown, path: FieldPath): FormFault[] {
  const { service, pod, host } = (to ?? {}) as ToValue;
  const named = [service, pod, host].filter((one) => one !== undefined);
  return named.length === 1 ? [] : [{ path, message: 'to names no destination, expected one of service, pod, host' }];
}

/** A case that expects nothing can't fail. */
function expectFaults(expect: unknown, path: FieldPath): FormFault[] {
  if (isMapping(expect) && Object.keys(expect).length > 0) return verdictFaults(expect, path);
  return [{ path, message: `expect says nothing, expected one or more of ${Object.keys(EXPECT_SHAPE).join(', ')}` }];
}

const VERDICTS: readonly string[] = Object.values(Verdict);

function verdictFaults(expect: Readonly<Record<string, unknown>>, path: FieldPath): FormFault[] {
  return ['verdict', 'withoutWaypoint'].filter((key) => typeof expect[key] === 'string' && !VERDICTS.includes(expect[key] as string))
    .map((key) => ({ path: [...path, key], message: `${key} is "${String(expect[key])}", expected one of ${VERDICTS.join(', ')}` }));
}

function fromText(from: string | FromValue): string {
  if (typeof from === 'string') return from;
  return from.workload === undefined ? `sa:${from.namespace}/${from.serviceAccount}` : `${from.namespace}/${from.workload}`;
}

function toText({ service, pod, host, port }: ToValue): string {
  const suffix = port === undefined ? '' : `:${port}`;
  if (pod !== undefined) return `pod:${pod}${suffix}`;
  return `${host ?? asHost(service!)}${suffix}`;
}

function reportFault({ path, message }: FormFault, { document }: ParsedDocument, report: Report): void {
  report({ cause: 'bad-test', message, place: placeOf(document, path) });
}
