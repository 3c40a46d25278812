import type { Manifest } from './synth';

/** In what manifests differ, one line for each object that comes or goes, and for each field that has another value. */
export function changes(before: readonly Manifest[], after: readonly Manifest[]): string[] {
  const [old, now] = [before, after].map((manifests) => new Map(manifests.map((manifest) => [nameOf(manifest), fieldsOf(manifest)])));
  return [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((object) => {
    const [was, is] = [old.get(object), now.get(object)];
    if (!was || !is) return [`${object}: ${was ? 'gone' : 'new'}`];
    return [...new Set([...was.keys(), ...is.keys()])].filter((field) => was.get(field) !== is.get(field))
      .map((field) => `${object} ${field}: ${was.get(field) ?? 'nothing'} -> ${is.get(field) ?? 'nothing'}`);
  });
}

function nameOf({ kind, metadata: { namespace, name } }: Manifest): string {
  return `${kind} ${namespace && kind !== 'Namespace' ? `${namespace}/` : ''}${name}`;
}

function fieldsOf(value: unknown, path: string = ''): Map<string, string> {
  if (typeof value !== 'object' || value === null) return new Map([[path, JSON.stringify(value)]]);
  return new Map(Object.entries(value).flatMap(([key, inner]) => [...fieldsOf(inner, path ? `${path}.${key}` : key)]));
}
