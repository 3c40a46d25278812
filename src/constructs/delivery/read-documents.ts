import { createRequire } from 'module';

/**
 * The documents of a YAML text. The library is loaded with the first text: most programs read none, and loading takes as long as they do.
 * @throws if the text is no YAML
 */
export function readDocuments(text: string): unknown[] {
  const { loadAll } = createRequire(__filename)('js-yaml') as typeof import('js-yaml');
  return loadAll(text);
}
