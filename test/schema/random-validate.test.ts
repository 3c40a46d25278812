import * as path from 'path';
import { readCases, readObject } from './vectors';
import { validateObject } from '../../src/schema/validate';

const FOLDER = path.join(__dirname, 'random-validate');

/** One object, and what the code of the API server says of it. */
interface Case {
  readonly file: string;
  readonly kind: string;
  readonly mutation: string;
  readonly schemaErrors: readonly string[];
}

/** Where the recorded answer is not that of an API server of today. */
const DIFFERENT: Record<string, string[]> = {
  // The recording has version 1.6 of the Gateway API: its sentence goes on with "or port".
  '115.yaml': ['spec.parentRefs: Invalid value: sectionName must be unique when parentRefs includes 2 or more references to the same parent'],
  '152.yaml': ['spec.parentRefs: Invalid value: sectionName must be specified when parentRefs includes 2 or more references to the same parent'],
  // The recording leaves out that an API server drops fields that are null and may not be.
  '088.yaml': [],
  '208.yaml': ['spec.listeners[0].name: Required value'],
  '249.yaml': [],
  // The recording has the same error a second time, from metadata that is decoded on its own.
  '143.yaml': ['json: cannot unmarshal bool into Go struct field ObjectMeta.metadata.labels of type string'],
};

test.each(readCases<Case>(FOLDER))('$file $kind $mutation', ({ file, schemaErrors }) => {
  const messages = validateObject(readObject(FOLDER, file)).map((finding) => finding.message);
  expect(messages.sort()).toEqual([...DIFFERENT[file] ?? schemaErrors].sort());
});
