import * as fc from 'fast-check';
import type { KubernetesObject } from './arbitrary-mesh';
import { arbitraryMesh } from './arbitrary-mesh';
import { bind } from '../../src/binding/bind';
import type { Binding } from '../../src/binding/binding';
import { BindingReason, compareBindings, waypointOfBinding } from '../../src/binding/binding';
import { conditionsOf } from '../../src/binding/conditions';
import { waypointText } from '../../src/binding/status-text';
import { loadFiles, loadValues } from '../../src/mesh/load';
import { refText } from '../../src/mesh/object-ref';
import { GatewayStatus } from '../../src/mesh/settings';
import { SourceFile } from '../../src/mesh/source-file';
import { subjectsOf } from '../../src/registry/subject';

const RUNS = { numRuns: 150, seed: 20261121 };

interface Answer {
  reason: string;
  path: string;
  message: string;
  waypoint: string | undefined;
  conditions: object[];
  /** The waypoints that labels of the subject or its Namespace name, and the one whose pod it is. */
  names: string[];
}

/** What is decided of each subject: all but where the label is. */
function answers(objects: readonly KubernetesObject[], read = loadValues): Map<string, Answer> {
  const { mesh, problems } = read(objects);
  expect(problems).toEqual([]);
  const bindings = subjectsOf(mesh).map((subject) => bind(mesh, subject)).sort(compareBindings);
  return new Map(bindings.map((binding) => {
    const { subject: { manifest, endpoint, traffic }, reason, path, message } = binding;
    const waypoint = waypointOfBinding(binding);
    const conditions = conditionsOf(mesh, binding);
    const answer = { reason, path, message, waypoint: waypoint && waypointText(waypoint), conditions, names: namesIn(binding) };
    return [`${refText(manifest)} ${traffic} ${endpoint}`, answer];
  }));
}

function namesIn(binding: Binding): string[] {
  const canary = binding.reason === BindingReason.ACCEPTED ? binding.canary?.name : undefined;
  const own = binding.reason === BindingReason.OWN_WAYPOINT ? binding.instanceOf : undefined;
  return [binding.claim?.waypoint, canary, own].flatMap((name) => name ? [waypointText(name)] : []);
}

function asFiles(texts: readonly string[]) {
  return loadFiles(texts.map((text, index) => new SourceFile(`${index}.json`, text)));
}

test('the order of objects does not matter', () => {
  const shuffledMesh = arbitraryMesh()
    .chain((objects) => fc.tuple(fc.constant(objects), fc.shuffledSubarray(objects, { minLength: objects.length })));
  fc.assert(fc.property(shuffledMesh, ([objects, shuffled]) => expect(answers(shuffled)).toEqual(answers(objects))), RUNS);
});

test('splitting files does not matter, nor whether objects are in documents or in a List', () => {
  fc.assert(fc.property(arbitraryMesh(), fc.integer({ min: 1, max: 5 }), (objects, size) => {
    const chunks = Array.from({ length: Math.ceil(objects.length / size) }, (_, index) => objects.slice(index * size, (index + 1) * size));
    const expected = answers(objects);
    const documents = (all: readonly KubernetesObject[]) => all.map((object) => JSON.stringify(object)).join('\n---\n');
    expect(answers(objects, () => asFiles([documents(objects)]))).toEqual(expected);
    expect(answers(objects, () => asFiles(chunks.map(documents)))).toEqual(expected);
    expect(answers(objects, () => asFiles(chunks.map((items) => JSON.stringify({ apiVersion: 'v1', kind: 'List', items }))))).toEqual(expected);
  }), RUNS);
});

test('an unrelated namespace changes nothing', () => {
  fc.assert(fc.property(arbitraryMesh(), arbitraryMesh(), (objects, more) => {
    const elsewhere = more.filter(({ kind }) => kind !== 'GatewayClass')
      .map((object) => JSON.parse(JSON.stringify(object).replace(/"(ns\d)"/g, '"other-$1"')) as KubernetesObject);
    const before = answers(objects);
    const after = answers([...objects, ...elsewhere]);
    expect(new Map([...after].filter(([name]) => before.has(name)))).toEqual(before);
  }), RUNS);
});

test('removing a waypoint changes exactly its subjects', () => {
  fc.assert(fc.property(arbitraryMesh(), (objects) => {
    for (const gateway of objects.filter(({ kind }) => kind === 'Gateway')) {
      const name = `${gateway.metadata.namespace}/${gateway.metadata.name}`;
      const before = answers(objects);
      const after = answers(objects.filter((object) => object !== gateway));
      for (const [subject, answer] of before) {
        if (answer.waypoint === name) expect(after.get(subject)).toMatchObject({ reason: BindingReason.NOT_READY, path: 'direct' });
        else if (!answer.names.includes(name)) expect(after.get(subject)).toEqual(answer);
      }
    }
  }), RUNS);
});

test('who is bound stays bound if allowedRoutes widens', () => {
  fc.assert(fc.property(arbitraryMesh(), (objects) => {
    const after = answers(objects.map(widened));
    for (const [subject, answer] of answers(objects)) {
      if (answer.waypoint) expect(after.get(subject)).toMatchObject({ reason: BindingReason.ACCEPTED, waypoint: answer.waypoint });
    }
  }), RUNS);
});

function widened(object: KubernetesObject): KubernetesObject {
  if (object.kind !== 'Gateway') return object;
  const { listeners, ...spec } = object.spec as { listeners: object[] };
  const allowedRoutes = { namespaces: { from: 'All' } };
  return { ...object, spec: { ...spec, listeners: listeners.map((listener) => ({ ...listener, allowedRoutes })) } };
}

test('nobody changes what is read', () => {
  fc.assert(fc.property(arbitraryMesh(), (objects) => {
    const { mesh } = loadValues(objects.map(deepFreeze), { gatewayStatus: GatewayStatus.OBSERVED });
    mesh.everything().forEach(deepFreeze);
    Object.freeze(mesh);
    expect(() => subjectsOf(mesh).map((subject) => conditionsOf(mesh, bind(mesh, subject)))).not.toThrow();
  }), RUNS);
});

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}
