import { load } from 'js-yaml';
import type { Fields, FieldValue } from './fields';
import { mismatches } from './fields';
import { parseLoosely } from './flow-indentation';
import type { CONFIG_MAP } from './kinds/core';
import { LABEL_SELECTOR } from './kinds/kind';
import type { ManifestOf } from './manifest';
import { placeIn } from './manifest';
import type { Report } from './problem';
import type { MeshSettings } from './settings';
import { KUBERNETES_SCHEMA } from './yaml-schema';
import { ROOT_NAMESPACE, TRUST_DOMAIN } from '../istio/mesh-defaults';

/** What Istio's own configuration says that decides anything here. */
export interface MeshConfig extends MeshConfigFields {
  readonly rootNamespace: string;
  readonly trustDomain: string;
  readonly trustDomainAliases: readonly string[];
}

const FIELDS = {
  rootNamespace: 'string',
  trustDomain: 'string',
  trustDomainAliases: ['string'],
  serviceEntryVisibility: {
    defaultVisibility: 'string',
    policies: [{ visibility: 'string', matchingRules: [{ namespaceSelector: LABEL_SELECTOR }] }],
  },
  serviceScopeConfigs: [{ scope: 'string', namespaceSelector: LABEL_SELECTOR, servicesSelector: LABEL_SELECTOR }],
  extensionProviders: [{ name: 'string', envoyExtAuthzHttp: {}, envoyExtAuthzGrpc: {} }],
} as const satisfies Fields;
type MeshConfigFields = FieldValue<typeof FIELDS>;

/** The ConfigMap in the root namespace that holds MeshConfig, under the key `mesh`. */
export const MESH_CONFIG_MAP = 'istio';

/** Reads MeshConfig from its ConfigMap. What the settings say wins; what neither says has Istio's default. */
export function readMeshConfig(configMap: ManifestOf<typeof CONFIG_MAP> | undefined, settings: MeshSettings, report: Report): MeshConfig {
  const fields = configMap ? parse(configMap, report) : {};
  return {
    ...fields,
    rootNamespace: settings.rootNamespace ?? fields.rootNamespace ?? ROOT_NAMESPACE,
    trustDomain: settings.trustDomain ?? fields.trustDomain ?? TRUST_DOMAIN,
    trustDomainAliases: fields.trustDomainAliases ?? [],
  };
}

function parse(configMap: ManifestOf<typeof CONFIG_MAP>, report: Report): MeshConfigFields {
  const text = configMap.body.data?.mesh;
  if (!text?.trim()) return {};
  const place = () => placeIn(configMap, ['data', 'mesh']);
  let value: unknown;
  try {
    value = parseLoosely(text, (loose) => load(loose, { schema: KUBERNETES_SCHEMA, json: true }));
  } catch (error) {
    report({ cause: 'syntax', message: `MeshConfig is not YAML: ${(error as Error).message.split('\n')[0]}`, place: place() });
    return {};
  }
  for (const { path, expected } of mismatches(FIELDS, value)) {
    report({ cause: 'wrong-type', message: `MeshConfig: ${path.join('.') || 'the value'} is not ${expected}`, place: place() });
    return {};
  }
  return value as MeshConfigFields;
}
