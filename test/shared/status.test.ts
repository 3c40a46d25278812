import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { loadAll } from 'js-yaml';
import { KUBERNETES_SCHEMA } from '../../src/mesh/yaml-schema';
import { runIn } from '../cli/run';

const SHARED = path.resolve(__dirname, '../../../shared');
const FOLDER = path.join(SHARED, 'vectors/random');
const NUMBERS = fs.existsSync(FOLDER)
  ? fs.readdirSync(FOLDER).filter((file) => file.endsWith('.yaml')).map((file) => file.slice(0, -'.yaml'.length))
  : ['none'];

type Json = Record<string, unknown>;
interface Condition { type: string; status: string; reason: string; message: string }
interface Entry {
  subject: { kind: string; namespace: string; name: string };
  parent: (Json & { listener?: string }) | null;
  conditions: Condition[];
  targets: { bound: boolean; reason: string; message: string; ancestor: string }[] | null;
  attachedRoutes: number | null;
}
interface Recorded { conditions: Json; undetermined?: string[]; targetRefs?: Json[] }
interface Expectation {
  mode: 'status' | 'assume';
  rejected: Json;
  services: Record<string, Recorded>;
  serviceEntries: Record<string, Recorded>;
  workloads: Record<string, Recorded>;
  policies: Record<string, Recorded>;
  routes: Record<string, { parents: { parentRef: Json; conditions: Json }[] }>;
  gateways: Record<string, { writtenByIstiod: boolean; conditions: Json; listeners?: Record<string, { attachedRoutes: number; conditions: Json }> }>;
}

(fs.existsSync(SHARED) ? describe : describe.skip)('`waypoint status` writes what Istio recorded', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'status-'));
  let compared = 0;

  afterAll(() => {
    fs.rmSync(folder, { recursive: true });
    expect(compared).toBeGreaterThan(4000);
  });

  test.each(NUMBERS)('%s', (number) => {
    const expected = JSON.parse(fs.readFileSync(path.join(FOLDER, `${number}.expect.json`), 'utf8')) as Expectation;
    const file = path.join(folder, `${number}.json`);
    fs.writeFileSync(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items: accepted(number, expected) }));
    const { exitCode, stdout } = runIn(folder, ['status', file, '-o', 'json', '--istio-version', '1.31', '--foreign-gateways', 'not-ready',
      '--gateway-status', expected.mode === 'status' ? 'observed' : 'assume']);
    expect(exitCode).toBe(0);
    const { objects } = JSON.parse(stdout) as { objects: Entry[] };
    const recorded = recordedAnswers(expected);
    expect(answersOf(objects, expected)).toEqual(recorded);
    compared += Object.keys(recorded).length;
  });
});

interface Value { kind: string; apiVersion: string; metadata: { name: string; namespace?: string } }

/** The objects that Istio saw: those that are refused left out, Namespaces as a cluster would have them. */
function accepted(number: string, { rejected }: Expectation): Value[] {
  const values = (loadAll(fs.readFileSync(path.join(FOLDER, `${number}.yaml`), 'utf8'), { schema: KUBERNETES_SCHEMA }) as Value[])
    .filter(({ kind, metadata }) => !rejected[`${kind}/${metadata.namespace}/${metadata.name}`]);
  const present = new Set(values.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.name));
  const named = new Set(['istio-system', ...values.flatMap(({ metadata }) => metadata.namespace ?? [])]);
  const missing = [...named].filter((name) => !present.has(name)).map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }));
  return [...missing, ...values];
}

/** Everything that is recorded, under one key for each object or part of one. */
function recordedAnswers(expected: Expectation): Json {
  const answers: Json = {};
  const bound = [
    ...Object.entries(expected.services).map(([name, one]) => [`Service/${name}`, one] as const),
    ...Object.entries(expected.serviceEntries).map(([name, one]) => [`ServiceEntry/${name}`, one] as const),
    ...Object.entries(expected.workloads).filter(([name, { conditions }]) => name.startsWith('WorkloadEntry/') && conditions),
  ];
  for (const [key, { conditions }] of bound) answers[key] = conditions;
  for (const [name, { conditions, targetRefs = [] }] of Object.entries(expected.policies)) answers[name] = { conditions, targetRefs };
  for (const [name, { parents }] of Object.entries(expected.routes)) answers[name] = parents;
  for (const [name, { writtenByIstiod, conditions, listeners = {} }] of Object.entries(expected.gateways)) {
    answers[`Gateway/${name}`] = writtenByIstiod ? { conditions, listeners } : { conditions: {}, listeners: {} };
  }
  return answers;
}

function answersOf(objects: readonly Entry[], expected: Expectation): Json {
  const groups = new Map<string, Entry[]>();
  for (const entry of objects) {
    const { kind, namespace, name } = entry.subject;
    const key = `${kind}/${namespace}/${name}`;
    groups.set(key, [...groups.get(key) ?? [], entry]);
  }
  const answers = [...groups].flatMap(([key, entries]): [string, unknown][] => {
    const [kind] = key.split('/');
    if (kind.endsWith('Route')) return [[key, parentsOf(entries)]];
    if (kind === 'Gateway') return [[key, gatewayOf(entries, expected)]];
    if (kind === 'AuthorizationPolicy') return [[key, policyOf(entries[0], expected.policies[key])]];
    return kind === 'WorkloadEntry' && !expected.workloads[key]?.conditions ? [] : [[key, byType(entries[0].conditions)]];
  });
  return Object.fromEntries(answers);
}

/** Istio sorts the parents to which it writes by their names, the last first. */
function parentsOf(entries: readonly Entry[]) {
  const key = ({ group, kind, name, sectionName = '', port = 0, namespace }: Json, own: string) => `${group}/${kind}/${name}/${sectionName}/${port}.${namespace ?? own}`;
  return entries.filter(({ conditions }) => conditions.length > 0)
    .map((entry) => ({ ...entry, key: key(entry.parent!, entry.subject.namespace) }))
    .sort((a, b) => Number(a.key < b.key) - Number(a.key > b.key))
    .map(({ parent, conditions }) => ({ parentRef: parent, conditions: byType(conditions) }));
}

function gatewayOf([gateway, ...listeners]: readonly Entry[], { mode }: Expectation) {
  return {
    conditions: byType(gateway.conditions.filter(({ type }) => type !== 'Programmed' || mode === 'assume')),
    listeners: Object.fromEntries(listeners.map(({ parent, attachedRoutes, conditions }) =>
      [parent!.listener, { attachedRoutes, conditions: byType(conditions) }])),
  };
}

function policyOf({ conditions, targets }: Entry, { undetermined = [] }: Recorded) {
  return {
    conditions: byType(conditions.filter(({ type }) => !undetermined.includes(type))),
    targetRefs: targets!.map(({ bound, reason, message, ancestor }) => ({ ancestor, bound, reason, message })),
  };
}

function byType(conditions: readonly Condition[]): Json {
  return Object.fromEntries(conditions.map(({ type, ...condition }) => [type, condition]));
}
