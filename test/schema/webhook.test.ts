import * as path from 'path';
import { readCases, readObject } from './vectors';
import { validateObject } from '../../src/schema/validate';
import { webhookFindings } from '../../src/schema/webhook';

const FOLDER = path.join(__dirname, 'random-validate');

/** One object, and what the code of the API server and of Istio's webhook say of it. */
interface Case {
  readonly file: string;
  readonly kind: string;
  readonly mutation: string;
  readonly webhookAsked: boolean;
  readonly webhookErrors: readonly string[];
  readonly webhookWarnings: readonly string[];
  readonly valid: boolean;
}

/** The webhook can say nothing else of an object that it can't decode; an API server has refused that before. */
const cases = readCases<Case>(FOLDER);
const isUndecodable = ({ webhookErrors }: Case) => webhookErrors.some((text) => text.startsWith('error decoding'));
const decodable = cases.filter((one) => one.webhookAsked && !isUndecodable(one));

test.each(decodable)('$file $kind $mutation', ({ file, webhookErrors, webhookWarnings }) => {
  const findings = webhookFindings(readObject(FOLDER, file));
  const said = (severity: string) => findings.filter((one) => one.severity === severity).map((one) => one.message.trim()).sort();
  expect(said('error')).toEqual(webhookErrors.flatMap(singleErrors).sort());
  expect(said('warning')).toEqual([...webhookWarnings].sort());
});

test('who is refused by either', () => {
  const refused = cases.filter(({ file }) => {
    const object = readObject(FOLDER, file);
    return validateObject(object).length > 0 || webhookFindings(object).some(({ severity }) => severity === 'error');
  });
  expect(refused.map(({ file }) => file)).toEqual(cases.filter(({ valid }) => !valid).map(({ file }) => file));
});

/** The errors of which Go makes one text, without the name of the object. */
function singleErrors(response: string): string[] {
  const text = response.replace('configuration is invalid: ', '');
  const errors = /^\d+ errors? occurred:/.test(text) ? text.split('\n\t* ').slice(1) : [text];
  return errors.map((error) => error.replace(/^invalid policy \S+ /, '').trim());
}

test('every EnvoyFilter is warned of', () => {
  const findings = webhookFindings({ apiVersion: 'networking.istio.io/v1alpha3', kind: 'EnvoyFilter', metadata: { name: 'filter' }, spec: { configPatches: [] } });
  expect(findings.map(({ severity, message }) => `${severity}: ${message}`))
    .toEqual([expect.stringMatching(/^warning: EnvoyFilter exposes internal implementation details that may change at any time\./)]);
});
