import * as fs from 'node:fs';
import * as path from 'node:path';
import { loadAll } from 'js-yaml';
import { loadValues } from '../../src/mesh/load';
import type { MeshObjects } from '../../src/mesh/mesh-objects';
import { GatewayStatus } from '../../src/mesh/settings';
import { KUBERNETES_SCHEMA } from '../../src/mesh/yaml-schema';

const FOLDER = path.join(__dirname, 'random');

/** Numbers of the random meshes. */
export const RANDOM_MESHES = fs.readdirSync(FOLDER).filter((file) => file.endsWith('.yaml')).map((file) => file.slice(0, -'.yaml'.length));

/** What Istio's code says of a mesh; README.md of the vectors describes the keys. */
export interface Expectation {
  mode: 'status' | 'assume';
  rejected: Record<string, unknown>;
  services: Record<string, Record<string, unknown>>;
  serviceEntries: Record<string, Record<string, unknown>>;
  workloads: Record<string, Record<string, unknown>>;
  gateways: Record<string, { waypoint?: Record<string, unknown> } & Record<string, unknown>>;
  routes: Record<string, Record<string, unknown>>;
  policies: Record<string, Record<string, unknown>>;
  ztunnelPolicies: Record<string, Record<string, unknown>>;
}

interface Value { kind: string; apiVersion: string; metadata: { name: string; namespace?: string } }

/** A random mesh as Istio's code saw it. */
export function randomMesh(number: string): { mesh: MeshObjects; expected: Expectation } {
  const expected = JSON.parse(fs.readFileSync(path.join(FOLDER, `${number}.expect.json`), 'utf8')) as Expectation;
  const text = fs.readFileSync(path.join(FOLDER, `${number}.yaml`), 'utf8');
  const values = (loadAll(text, { schema: KUBERNETES_SCHEMA }) as Value[])
    .filter(({ kind, metadata }) => !expected.rejected[`${kind}/${metadata.namespace}/${metadata.name}`]);
  const { mesh, problems } = loadValues([...missingNamespaces(values), ...values], {
    istioVersion: '1.31',
    gatewayStatus: expected.mode === 'status' ? GatewayStatus.OBSERVED : GatewayStatus.ASSUME,
    foreignGatewaysReady: false,
  });
  expect(problems).toEqual([]);
  return { mesh, expected };
}

function missingNamespaces(values: readonly Value[]): Value[] {
  const present = new Set(values.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.name));
  const named = new Set(['istio-system', ...values.flatMap(({ metadata }) => metadata.namespace ?? [])]);
  return [...named].filter((name) => !present.has(name)).map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }));
}
