import { isMap } from './app/plain-data';

/**
 * A copy of plain data, all the way down, so that what a program does to its own lists and maps later changes no manifest that has been
 * checked. What has a class, such as a value that is resolved at synthesis, stays as it is.
 */
export function ownCopy<T>(value: T): T {
  if (Array.isArray(value)) return value.map(ownCopy) as T;
  return isMap(value) ? Object.fromEntries(Object.entries(value).map(([key, child]) => [key, ownCopy(child)])) as T : value;
}
