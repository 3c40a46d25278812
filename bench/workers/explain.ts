import { loadPaths } from '../../src/mesh/load';
import { explanationJson } from '../../src/report/explain-json';
import { explain } from '../../src/traffic/explain';
import { questionOf } from '../../src/traffic/question';

const [client, destination, ...files] = process.argv.slice(2);
const start = process.hrtime.bigint();
const { mesh, problems } = loadPaths(files);
const question = questionOf(mesh, { from: client, to: destination, path: '/cart/1' }, true);
if (!question.value) throw new Error(question.problem);
const { verdict } = explanationJson(mesh, explain(mesh, question.value));
const ms = Number(process.hrtime.bigint() - start) / 1e6;

process.stdout.write(JSON.stringify({ ms, objects: mesh.everything().length, verdict, problems: problems.length }));
