import * as path from 'path';
import { readCases } from './vectors';
import type { KubernetesObject } from '../../src/schema/object';
import { validateObject } from '../../src/schema/validate';
import { webhookFindings } from '../../src/schema/webhook';

/** An object, and what the code of the API server and of Istio's webhook say of it. */
interface Case {
  readonly object: KubernetesObject;
  readonly schemaErrors: readonly string[];
  readonly webhookErrors: readonly string[];
  readonly webhookWarnings: readonly string[];
}

const cases = readCases<Case>(path.join(__dirname, 'recorded'));

test.each(cases)('$object.kind $schemaErrors $webhookErrors $webhookWarnings', ({ object, schemaErrors, webhookErrors, webhookWarnings }) => {
  expect(distinct(validateObject(object))).toEqual([...schemaErrors].sort());
  if (schemaErrors.length > 0) return;
  const findings = webhookFindings(object);
  expect(distinct(findings.filter(({ severity }) => severity === 'error'))).toEqual([...webhookErrors].sort());
  expect(findings.filter(({ severity }) => severity === 'warning').map(({ message }) => message).sort()).toEqual([...webhookWarnings].sort());
});

/** The messages; Go adds an end of line to some. */
function distinct(findings: readonly { readonly message: string }[]): string[] {
  return [...new Set(findings.map(({ message }) => message.trim()))].sort();
}
