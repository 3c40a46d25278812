import type { Guards } from './guards';
import type { Vocabulary } from './vocabulary';
import { pathWitnesses, wildcardWitnesses } from './witness';
import type { AuthorizationPolicy } from '../authorization/rbac';
import type { PolicyOperation, PolicyRule } from '../mesh/kinds/istio-security';
import type { Manifest } from '../mesh/manifest';

/** Names of what policies ask for. */
export const METHOD = 'method';
export const PATH = 'path';
export const HOST = 'host';
export const SNI = 'sni';
export const ADDRESS = 'address of the client';
export const HEADER = 'header ';
export const QUERY = 'query ';

/** Takes up what policies name of requests; tokens apart. */
export function addPolicies(vocabulary: Vocabulary, { atWaypoints, atZtunnel }: Guards, isChanged: (manifest: Manifest) => boolean): void {
  for (const policy of atWaypoints) for (const rule of rulesOf(policy)) addRule(vocabulary, rule, isChanged(policy));
  for (const policy of atZtunnel) for (const rule of rulesOf(policy)) addAddresses(vocabulary, rule, isChanged(policy));
}

function rulesOf({ body: { spec } }: AuthorizationPolicy): readonly PolicyRule[] {
  return spec?.rules ?? [];
}

const OPERATIONS = [
  { fields: ['methods', 'notMethods'], what: METHOD, witnesses: wildcardWitnesses },
  { fields: ['paths', 'notPaths'], what: PATH, witnesses: pathWitnesses },
  { fields: ['hosts', 'notHosts'], what: HOST, witnesses: wildcardWitnesses },
] as const satisfies readonly { readonly fields: readonly (keyof PolicyOperation)[]; readonly what: string; readonly witnesses: unknown }[];

function addRule(vocabulary: Vocabulary, rule: PolicyRule, isChanged: boolean): void {
  const operations = (rule.to ?? []).map(({ operation = {} }) => operation);
  for (const { fields, what, witnesses } of OPERATIONS) {
    const patterns = operations.flatMap((operation) => fields.flatMap((field) => operation[field] ?? []));
    vocabulary.add(what, patterns.filter((pattern) => pattern !== '*').flatMap(witnesses), isChanged);
  }
  for (const { key = '', values = [], notValues = [] } of rule.when ?? []) {
    const what = thingOf(key);
    if (what !== undefined) vocabulary.add(what, [...values, ...notValues].flatMap(wildcardWitnesses), isChanged);
  }
  addAddresses(vocabulary, rule, isChanged);
}

/** What a key of `when` asks for; addresses and tokens apart. */
function thingOf(key: string): string | undefined {
  if (key === 'connection.sni') return SNI;
  const header = /^request\.headers\[(.+)\]$/.exec(key)?.[1].toLowerCase();
  switch (header) {
    case undefined: return undefined;
    case ':authority':
    case 'host': return HOST;
    case ':method': return METHOD;
    case ':path': return PATH;
    default: return `${HEADER}${header}`;
  }
}

const ADDRESS_KEYS = new Set(['source.ip', 'remote.ip']);

function addAddresses(vocabulary: Vocabulary, { from = [], when = [] }: PolicyRule, isChanged: boolean): void {
  const blocks = [
    ...from.flatMap(({ source: { ipBlocks = [], notIpBlocks = [], remoteIpBlocks = [], notRemoteIpBlocks = [] } = {} }) =>
      [...ipBlocks, ...notIpBlocks, ...remoteIpBlocks, ...notRemoteIpBlocks]),
    ...when.filter(({ key = '' }) => ADDRESS_KEYS.has(key)).flatMap(({ values = [], notValues = [] }) => [...values, ...notValues]),
  ];
  if (blocks.length > 0) vocabulary.add(ADDRESS, blocks.map((block) => block.replace(/\/\d+$/, '')), isChanged);
}
