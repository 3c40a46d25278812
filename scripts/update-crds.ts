/**
 * Makes the schemas in crds/ anew: of the kinds that the project emits or reads, one version each, without descriptions
 * and status; and from them the modules in src/schema/kinds, by which `src/schema` checks objects. With a folder as argument (laid out as crds/README.md says) the custom resources are read from there,
 * otherwise from the pinned Go modules; the core kinds always come from their module.
 */
import * as fs from 'fs';
import * as path from 'path';
import { isDeepStrictEqual } from 'util';
import * as yaml from 'js-yaml';
import { GATEWAY_API, ISTIO_API, KUBERNETES, moduleFiles, releasedCustomResources } from './go-modules';
import { Definition, SchemaModules } from './schema-modules';

const SWAGGER = 'api/openapi-spec/swagger.json';

/** By API group: the kinds to keep, each in the version that is stored by the newest release. */
const CUSTOM_RESOURCES: Record<string, Record<string, string>> = {
  'gateway.networking.k8s.io': {
    BackendTLSPolicy: 'v1', Gateway: 'v1', GatewayClass: 'v1', GRPCRoute: 'v1', HTTPRoute: 'v1', ListenerSet: 'v1', ReferenceGrant: 'v1', TCPRoute: 'v1', TLSRoute: 'v1',
  },
  'networking.istio.io': {
    DestinationRule: 'v1', EnvoyFilter: 'v1alpha3', Gateway: 'v1', ProxyConfig: 'v1beta1', ServiceEntry: 'v1', Sidecar: 'v1', VirtualService: 'v1', WorkloadEntry: 'v1', WorkloadGroup: 'v1',
  },
  'security.istio.io': { AuthorizationPolicy: 'v1', PeerAuthentication: 'v1', RequestAuthentication: 'v1' },
  'telemetry.istio.io': { Telemetry: 'v1' },
  'extensions.istio.io': { TrafficExtension: 'v1alpha1', WasmPlugin: 'v1alpha1' },
};

const CORE_KINDS = [
  'api.core.v1.Namespace', 'api.core.v1.Service', 'api.core.v1.ServiceAccount', 'api.core.v1.ConfigMap', 'api.core.v1.Pod',
  'api.apps.v1.Deployment', 'api.apps.v1.StatefulSet', 'api.apps.v1.DaemonSet', 'api.apps.v1.ReplicaSet',
  'api.batch.v1.Job', 'api.batch.v1.CronJob',
  'api.autoscaling.v2.HorizontalPodAutoscaler', 'api.policy.v1.PodDisruptionBudget', 'api.networking.v1.NetworkPolicy',
].map((name) => `io.k8s.${name}`);

const OUT = path.join(__dirname, '..', 'crds');
const modules = new SchemaModules(path.join(__dirname, '..', 'src', 'schema', 'kinds'));

interface Crd {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly group: string; readonly names: { readonly kind: string }; versions: CrdVersion[] };
}
interface CrdVersion {
  readonly name: string;
  readonly served: boolean;
  readonly subresources?: { readonly status?: object };
  readonly schema: { readonly openAPIV3Schema: { readonly properties: Record<string, unknown> } };
}

/** The texts of all files with custom resource definitions. */
function customResourceTexts(folder: string | undefined): string[] {
  if (!folder) return releasedCustomResources();
  return ['gateway-api/standard', 'istio']
    .flatMap((part) => yamlFiles(path.join(folder, part)))
    .map((file) => fs.readFileSync(file, 'utf8'));
}

function yamlFiles(folder: string): string[] {
  return fs.readdirSync(folder).filter((name) => name.endsWith('.yaml')).sort().map((name) => path.join(folder, name));
}

function keepOneVersion(crd: Crd, version: string): Crd {
  const kept = crd.spec.versions.find((candidate) => candidate.name === version);
  if (!kept) throw new Error(`${crd.spec.group} ${crd.spec.names.kind} has no version ${version}`);
  const { status: _, ...properties } = kept.schema.openAPIV3Schema.properties;
  const schema = { openAPIV3Schema: { ...kept.schema.openAPIV3Schema, properties } };
  return withoutDescriptions({
    ...crd,
    metadata: { name: crd.metadata.name },
    status: undefined,
    spec: { ...crd.spec, versions: [{ ...kept, schema }] },
  }) as Crd;
}

/** The versions that a cluster serves; all must have the schema of the one that is kept. */
function servedVersions(crd: Crd, kept: Crd): string[] {
  const served = crd.spec.versions.filter((version) => version.served).map((version) => version.name);
  for (const version of served) {
    const { schema } = keepOneVersion(crd, version).spec.versions[0];
    if (!isDeepStrictEqual(schema, kept.spec.versions[0].schema)) {
      throw new Error(`${crd.spec.group} ${crd.spec.names.kind} ${version} has a schema of its own`);
    }
  }
  return served;
}

/** Drops descriptions; a property that happens to be called `description` is an object and stays. */
function withoutDescriptions(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDescriptions);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value)
    .filter(([key, child]) => child !== undefined && !(key === 'description' && typeof child === 'string'))
    .map(([key, child]) => [key, withoutDescriptions(child)]));
}

function writeCustomResources(folder: string | undefined): void {
  const crds = customResourceTexts(folder)
    .flatMap((text) => yaml.loadAll(text) as (Crd | null)[])
    .filter((document): document is Crd => Boolean(document?.spec?.versions));
  for (const [group, kinds] of Object.entries(CUSTOM_RESOURCES)) {
    const kept = Object.keys(kinds).sort().map((kind) => {
      const crd = crds.find((candidate) => candidate.spec.group === group && candidate.spec.names.kind === kind);
      if (!crd) throw new Error(`no CRD for ${group} ${kind}`);
      const one = keepOneVersion(crd, kinds[kind]);
      modules.addCustomKind(group, kind, { ...one.spec.versions[0], served: servedVersions(crd, one) });
      return one;
    });
    const source = group.endsWith('istio.io') ? ISTIO_API : GATEWAY_API;
    const header = `# Generated by "npm run crds" from ${source} (Apache-2.0): one version a kind, without descriptions and status.\n`;
    fs.writeFileSync(path.join(OUT, `${group}.yaml`), header + kept.map((crd) => `---\n${yaml.dump(crd, { noRefs: true, lineWidth: -1 })}`).join(''));
  }
}

type Definitions = Record<string, unknown>;

function collectReferences(value: unknown, definitions: Definitions, found: Set<string>): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, child] of Object.entries(value)) {
    const name = key === '$ref' && typeof child === 'string' ? child.split('/').pop()! : undefined;
    if (name && !found.has(name)) {
      found.add(name);
      collectReferences(definitions[name], definitions, found);
    }
    collectReferences(child, definitions, found);
  }
}

function writeCoreKinds(): void {
  const swagger = JSON.parse(moduleFiles(KUBERNETES, (file) => file === SWAGGER)[SWAGGER]);
  const found = new Set(CORE_KINDS);
  for (const name of CORE_KINDS) collectReferences(swagger.definitions[name], swagger.definitions, found);
  const definitions = Object.fromEntries([...found].sort().map((name) => [name, withoutDescriptions(swagger.definitions[name])]));
  const file = { $comment: `Generated by "npm run crds" from ${KUBERNETES} (Apache-2.0), ${SWAGGER}, without descriptions.`, definitions };
  fs.writeFileSync(path.join(OUT, 'kubernetes.json'), JSON.stringify(file, undefined, 1) + '\n');
  modules.addCoreTypes(definitions as Record<string, Definition>, swagger.definitions);
}

writeCustomResources(process.argv[2]);
writeCoreKinds();
modules.write();
