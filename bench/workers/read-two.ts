import { loadPaths } from '../../src/mesh/load';

const [before, after] = process.argv.slice(2);
const start = process.hrtime.bigint();
const meshes = [before, after].map((file) => loadPaths([file]).mesh);
const ms = Number(process.hrtime.bigint() - start) / 1e6;

process.stdout.write(JSON.stringify({ ms, objects: meshes.map((mesh) => mesh.everything().length) }));
