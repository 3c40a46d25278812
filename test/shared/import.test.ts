import * as fs from 'node:fs';
import * as path from 'node:path';
import * as cdk8s from 'cdk8s';
import * as waypoints from '../../src';
import { importObjects } from '../../src/import/import-objects';
import { refText } from '../../src/mesh/object-ref';
import { printProgram } from '../../src/program/print';
import { expectGolden } from '../golden';
import { canonicalByKey, objectsIn, runProgram } from '../import/run-program';
import { compile } from '../programs';

const SHARED = path.resolve(__dirname, '../../../shared');
const FOLDERS = ['corpus', 'samples/bookinfo', 'vectors/seeds'];

/** All files that are one input each, by name. */
function files(): string[] {
  return FOLDERS.flatMap((folder) => fs.readdirSync(path.join(SHARED, folder)).filter((file) => file.endsWith('.yaml')).map((file) => path.join(SHARED, folder, file)));
}

function importFile(file: string) {
  const objects = objectsIn([file]);
  const { program, plan, lost } = importObjects(objects, { cdk8s, 'cdk8s-waypoint': waypoints });
  const declared = new Set(plan.items.filter(({ construct }) => construct !== undefined).flatMap((item) => [...item.objects, ...item.labels]));
  const about = objects.filter((object) => plan.relevance.concernsWaypoints(object));
  const reasons = new Map(plan.items.map(({ objects: [key], reason }) => [key, reason]));
  const rest = about.filter(({ key }) => !declared.has(key)).map((object) => `${path.basename(file)}: ${refText(object)}: ${reasons.get(object.key)}`);
  return { name: path.basename(file, '.yaml'), objects, text: printProgram(program), lost, about, rest };
}

(fs.existsSync(SHARED) ? describe : describe.skip)('files of others', () => {
  const all = fs.existsSync(SHARED) ? files().map(importFile) : [];
  /** Why objects have no effect in a mesh, and so no construct: what no API server takes, and what Istio does not read. */
  const dead = [/: an API server refuses it: /, /which no waypoint reads/, /Istio matches no EnvoyFilter/, /which ztunnel can't see/, /protocol "ALL"/];

  test('become programs that compile', () => {
    expect(compile(Object.fromEntries(all.map(({ name, text }) => [name, text])))).toEqual([]);
  }, 120_000);

  test('declare equal objects', () => {
    for (const { name, objects, text, lost } of all) {
      expect({ name, lost }).toEqual({ name, lost: [] });
      expect({ name, objects: canonicalByKey(runProgram(text)) }).toEqual({ name, objects: canonicalByKey(objects) });
    }
  }, 120_000);

  test('are constructs where they are about waypoints; the rest is listed', () => {
    const about = all.flatMap((one) => one.about);
    const rest = all.flatMap((one) => one.rest);
    expectGolden(path.join(__dirname, 'import/rest.txt'), `${about.length} objects about waypoints, ${about.length - rest.length} declared by constructs; the rest:\n${rest.join('\n')}\n`);
    const alive = rest.filter((line) => !dead.some((reason) => reason.test(line)));
    const share = 1 - alive.length / (about.length - rest.length + alive.length);
    expect(share).toBeGreaterThanOrEqual(0.95);
  });
});
