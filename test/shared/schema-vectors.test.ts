import * as fs from 'fs';
import * as path from 'path';
import { validateObject } from '../../src/schema/validate';
import { fieldOf, readCases, readObject } from '../schema/vectors';

const SHARED = path.resolve(__dirname, '../../../shared');
const VECTORS = path.join(SHARED, 'vectors');

/** An object, and what the code of the API server says of it with the schemas of each channel of the Gateway API. */
interface GatewayApiCase {
  readonly file: string;
  readonly verdicts: { readonly standard: Verdict };
}

interface Verdict {
  readonly known: boolean;
  readonly errors: readonly string[];
  readonly unknownFields?: readonly string[];
}

interface IstioCase {
  readonly file: string;
  readonly crdErrors: readonly string[];
  readonly unknownFields: readonly string[];
}

interface Answer {
  readonly file: string;
  readonly errors: readonly string[];
}

function gatewayApiAnswers(folder: string): Answer[] {
  return readCases<GatewayApiCase>(folder)
    .filter(({ verdicts }) => verdicts.standard.known)
    .map(({ file, verdicts: { standard } }) => ({ file, errors: withUnknownFields(standard.errors, standard.unknownFields) }));
}

function istioAnswers(folder: string): Answer[] {
  return readCases<IstioCase>(folder)
    .map(({ file, crdErrors, unknownFields }) => ({ file, errors: withUnknownFields(crdErrors, unknownFields) }));
}

function withUnknownFields(errors: readonly string[], unknownFields: readonly string[] = []): string[] {
  return [...errors, ...unknownFields.map((field) => `unknown field "${field}"`)];
}

/** The same in all that does not differ by intent. */
function comparable(messages: readonly string[]): string[] {
  return messages.map((message) => message
    // The recording leaves out that an API server drops a null that may not be: then the field is missing.
    .replace(/Invalid value: "null": .* in body must be of type string: "null"$/, 'Required value'))
    .sort();
}

(fs.existsSync(SHARED) ? describe : describe.skip)('vectors of the Gateway API and of Istio', () => {
  const folders = fs.existsSync(SHARED)
    ? ['invalid', 'valid'].flatMap((kind) => [
      { folder: path.join(VECTORS, kind, 'gateway-api'), answers: gatewayApiAnswers },
      { folder: path.join(VECTORS, kind, 'istio'), answers: istioAnswers },
    ]) : [];
  const cases = folders.flatMap(({ folder, answers }) => answers(folder).map((answer) => ({ folder, ...answer })));

  test.each(cases)('$file', ({ folder, file, errors }) => {
    const messages = validateObject(readObject(folder, file)).map((finding) => finding.message);
    expect(comparable(messages)).toEqual(comparable(errors));
    expect(messages.map(fieldOf).sort()).toEqual(errors.map(fieldOf).sort());
  });
});
