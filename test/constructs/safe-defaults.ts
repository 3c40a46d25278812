import type { Manifest } from './synth';

const DEFAULTS: Record<string, unknown> = { group: '', kind: 'Service', weight: 1 };

/**
 * A manifest without what this library adds to be safe: the infrastructure of a Gateway, and fields that have the value
 * that their schema would give them anyway.
 */
export function withoutSafeDefaults(manifest: Manifest): Manifest {
  const spec = manifest.spec && prune(manifest.spec);
  if (spec && manifest.kind === 'Gateway') delete spec.infrastructure;
  return { ...manifest, ...(spec && { spec }) };
}

function prune(value: any): any {
  if (Array.isArray(value)) return value.map(prune);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key, child]) => !isDefault(key, child) && key !== 'selector');
  return { ...Object.fromEntries(entries.map(([key, child]) => [key, prune(child)])), ...('selector' in value && { selector: value.selector }) };
}

function isDefault(key: string, value: unknown): boolean {
  return (key in DEFAULTS && DEFAULTS[key] === value)
    || (key === 'allowedRoutes' && same(value, { namespaces: { from: 'Same' } }))
    || (key === 'matches' && same(value, [{ path: { type: 'PathPrefix', value: '/' } }]));
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
