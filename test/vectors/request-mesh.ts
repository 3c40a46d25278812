import * as fs from 'node:fs';
import * as path from 'node:path';
import { loadAll } from 'js-yaml';
import { loadValues } from '../../src/mesh/load';
import type { MeshObjects } from '../../src/mesh/mesh-objects';
import { GatewayStatus } from '../../src/mesh/settings';
import { KUBERNETES_SCHEMA } from '../../src/mesh/yaml-schema';

const FOLDER = path.join(__dirname, 'requests');

/** Recorded answers that Envoy does not give, by mesh, with the ids of the requests. */
const DOUBTFUL = (JSON.parse(fs.readFileSync(path.resolve(__dirname, '../../conformance/envoy/doubtful.json'), 'utf8')) as { answers: Record<string, string[]> }[])
  .map(({ answers }) => answers);

/** Whether Envoy, asked again, gives another answer than the recorded one. */
export function isDoubtful(mesh: string, id: string): boolean {
  return DOUBTFUL.some((answers) => answers[mesh]?.includes(id));
}

/** Names of the meshes with requests. */
export const REQUEST_MESHES = fs.readdirSync(FOLDER).filter((file) => file.endsWith('.yaml')).map((file) => file.slice(0, -'.yaml'.length));

/** A request, and what Envoy answered; README.md describes the keys. */
export interface RequestCase {
  id: string;
  to: string;
  expect: Record<string, unknown> & { reached: boolean; waypoint?: string };
  [field: string]: unknown;
}

interface Value {
  kind: string;
  apiVersion: string;
  metadata: { name: string; namespace?: string };
  spec?: Record<string, unknown>;
  status?: { addresses?: unknown[] };
}

/** A mesh as Envoy's configuration was made of it. */
export function requestMesh(name: string): { mesh: MeshObjects; cases: RequestCase[] } {
  const recorded = JSON.parse(fs.readFileSync(path.join(FOLDER, `${name}.json`), 'utf8')) as RequestCase[];
  const cases = recorded.filter(({ id }) => !isDoubtful(name, id));
  const values = (loadAll(fs.readFileSync(path.join(FOLDER, `${name}.yaml`), 'utf8'), { schema: KUBERNETES_SCHEMA }) as Value[]).filter(Boolean);
  const { mesh, problems } = loadValues(asInCluster(values), { istioVersion: '1.31', gatewayStatus: GatewayStatus.OBSERVED, isComplete: true });
  expect(problems).toEqual([]);
  return { mesh, cases };
}

/** Services get addresses, and the Gateways of Istio's mesh controller, whatever their revision. */
function asInCluster(values: readonly Value[]): Value[] {
  const classes = new Set(['istio-waypoint', ...values
    .filter(({ kind, spec }) => kind === 'GatewayClass' && spec?.controllerName === 'istio.io/mesh-controller')
    .map(({ metadata }) => metadata.name)]);
  let next = 11;
  return values.map((value) => {
    if (lacksAddress(value)) return { ...value, spec: { ...value.spec, clusterIP: `10.96.0.${next++}` } };
    return classes.has(String(value.spec?.gatewayClassName)) ? deployed(value) : value;
  });
}

function lacksAddress({ kind, apiVersion, spec }: Value): boolean {
  return kind === 'Service' && apiVersion === 'v1' && !spec?.clusterIP && spec?.type !== 'ExternalName';
}

function deployed(gateway: Value): Value {
  const { metadata: { name, namespace }, status } = gateway;
  if (status?.addresses?.length) return gateway;
  return { ...gateway, status: { addresses: [{ type: 'Hostname', value: `${name}.${namespace}.svc.cluster.local` }] } };
}
