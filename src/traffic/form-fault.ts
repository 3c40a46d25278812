import type { Field, Fields } from '../mesh/fields';
import { fits, isMapping, mismatches } from '../mesh/fields';
import type { FieldPath } from '../mesh/positions';
import { fieldText } from '../mesh/positions';

/** What is wrong with something that a user wrote for this program to read. */
export interface FormFault {
  readonly path: FieldPath;
  /** What is, then what was expected. */
  readonly message: string;
}

/** What a form may hold. `any` is looked at by its reader. */
export interface FormShape { readonly [key: string]: Field | 'any' | { readonly shape: FormShape } }

/** Keys that a form may not have, and values of the wrong type. */
export function formFaults(shape: FormShape, value: unknown, path: FieldPath = []): FormFault[] {
  return fitsForm(shape, value) ? [] : faultsOfForm(shape, value, path);
}

/** Most forms have no faults, and so need no paths. */
function fitsForm(shape: FormShape, value: unknown): boolean {
  return isMapping(value) && Object.keys(value).every((key) => Object.hasOwn(shape, key) && fitsField(shape[key], value[key]));
}

function fitsField(field: FormShape[string], value: unknown): boolean {
  if (value === null || field === 'any') return true;
  return isNested(field) ? fitsForm(field.shape, value) : fits(field as Field, value);
}

function faultsOfForm(shape: FormShape, value: unknown, path: FieldPath): FormFault[] {
  if (!isMapping(value)) return [{ path, message: `${nameOf(path)} is not a mapping, expected the keys ${Object.keys(shape).join(', ')}` }];
  const faults: FormFault[] = [];
  const keys = Object.keys(shape);
  for (const key of Object.keys(value)) {
    if (!Object.hasOwn(shape, key)) {
      faults.push({ path: [...path, key], message: `unknown key "${key}", expected ${keys.length > 1 ? 'one of ' : ''}${keys.join(', ')}` });
    } else if (value[key] !== null && shape[key] !== 'any') {
      faults.push(...faultsOfField(shape[key], value[key], [...path, key]));
    }
  }
  return faults;
}

function faultsOfField(field: FormShape[string], value: unknown, path: FieldPath): FormFault[] {
  if (isNested(field)) return faultsOfForm(field.shape, value, path);
  if (fits(field as Field, value)) return [];
  return [...mismatches(field as Field, value, path)].map((mismatch) =>
    ({ path: mismatch.path, message: `${fieldText(mismatch.path)} is ${JSON.stringify(mismatch.value)}, expected ${mismatch.expected}` }));
}

function isNested(field: FormShape[string]): field is { readonly shape: FormShape } {
  return typeof field === 'object' && isMapping((field as Fields).shape);
}

function nameOf(path: FieldPath): string {
  return path.length > 0 ? fieldText(path) : 'this';
}
