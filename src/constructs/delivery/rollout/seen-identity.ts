import type { Manifest } from '../manifest';

/** What sources of rules say of who connects, and what a value of theirs has to be for an identity. */
const FIELDS: Record<string, (value: string, identity: Identity) => boolean | undefined> = {
  namespaces: (value, { namespace }) => matches(value, namespace),
  principals: (value, { namespace, serviceAccount }) => (value.endsWith(`/ns/${namespace}/sa/${serviceAccount}`) ? true : matches(value, '')),
};

/** Who connects, as ztunnel sees it. */
export interface Identity {
  readonly namespace: string;
  readonly serviceAccount: string;
}

/** Whether a rule matches all connections of an identity; undefined where that depends on more, or is not plain. */
export function matchesIdentity({ from = [], to, when }: Manifest, identity: Identity): boolean | undefined {
  const sources = from.map(({ source = {} }: Manifest) => matchesSource(source, identity));
  const isFrom = from.length === 0 ? true : any(sources);
  return isFrom && (to || when) ? undefined : isFrom;
}

function matchesSource(source: Manifest, identity: Identity): boolean | undefined {
  const found = Object.entries(source).map(([field, values]) => {
    const name = Object.keys(FIELDS).find((one) => field === one || field === notField(one));
    if (name === undefined) return undefined;
    const isListed = any(values.map((value: string) => FIELDS[name](value, identity)));
    return field === name || isListed === undefined ? isListed : !isListed;
  });
  if (found.includes(false)) return false;
  return found.includes(undefined) ? undefined : true;
}

function notField(name: string): string {
  return `not${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

function matches(pattern: string, text: string): boolean | undefined {
  if (pattern === '*' || pattern === text) return true;
  return pattern.includes('*') ? undefined : false;
}

function any(values: readonly (boolean | undefined)[]): boolean | undefined {
  if (values.includes(true)) return true;
  return values.includes(undefined) ? undefined : false;
}
