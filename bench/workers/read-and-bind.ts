import { bind } from '../../src/binding/bind';
import { loadPaths } from '../../src/mesh/load';
import { subjectsOf } from '../../src/registry/subject';

const start = process.hrtime.bigint();
const { mesh, problems } = loadPaths(process.argv.slice(2));
const bindings = subjectsOf(mesh).map((subject) => bind(mesh, subject));
const ms = Number(process.hrtime.bigint() - start) / 1e6;

const bound = bindings.filter(({ reason }) => reason === 'WaypointAccepted').length;
process.stdout.write(JSON.stringify({ ms, objects: mesh.everything().length, bound, problems: problems.length }));
