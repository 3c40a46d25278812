import * as fs from 'node:fs';
import * as path from 'node:path';
import { Testing } from 'cdk8s';
import { declareBookinfo } from '../../examples/bookinfo/main';
import { lint } from '../../src/lint/lint';
import { loadPaths, loadValues } from '../../src/mesh/load';
import type { LoadedMesh } from '../../src/mesh/load';
import { refText } from '../../src/mesh/object-ref';
import { Severity } from '../../src/rules/rule';

const SEEDS = path.join(__dirname, '../constructs/seeds');

function complaints({ mesh, problems }: LoadedMesh): string[] {
  return [
    ...problems.map(({ message }) => message),
    ...lint(mesh).findings.map(({ severity, rule, subject, message }) => `${severity} ${refText(subject)}: ${message} [${rule.id}]`),
  ];
}

test('the Bookinfo example is clean under all rules', () => {
  const app = Testing.app();
  declareBookinfo(app);
  expect(complaints(loadValues(app.charts.flatMap((chart) => chart.toJson())))).toEqual([]);
});

test('the example repository is clean under all rules', () => {
  expect(complaints(loadPaths([path.join(__dirname, '../../examples/repository/expected')]))).toEqual([]);
});

test.each(fs.readdirSync(SEEDS))('what the constructs emit for %s has no mistake', (file) => {
  const { mesh, problems } = loadPaths([path.join(SEEDS, file)]);
  expect(problems).toEqual([]);
  expect(lint(mesh).findings.filter(({ severity }) => severity !== Severity.INFO).map(({ rule, message }) => `${rule.id}: ${message}`)).toEqual([]);
});
