import { loadPaths } from '../../src/mesh/load';
import { PLAIN } from '../../src/report/style';
import { testText } from '../../src/report/test-text';
import { hasPassed, runAccessTest } from '../../src/traffic/access-test';
import { readAccessTests } from '../../src/traffic/read-access-tests';

const start = process.hrtime.bigint();
const { mesh, tests, problems } = loadPaths(process.argv.slice(2));
const results = tests.flatMap((file) => readAccessTests(file, (problem) => { throw new Error(problem.message); }))
  .map((test) => runAccessTest(mesh, test));
testText({ results, problems }, PLAIN, false);
const ms = Number(process.hrtime.bigint() - start) / 1e6;

const passed = results.filter(hasPassed).length;
process.stdout.write(JSON.stringify({ ms, objects: mesh.everything().length, passed, problems: problems.length }));
