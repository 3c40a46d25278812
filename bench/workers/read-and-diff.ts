import { diffMeshes } from '../../src/diff/mesh-diff';
import { summaryOf } from '../../src/diff/summary';
import { loadPaths } from '../../src/mesh/load';

const [before, after] = process.argv.slice(2);
const start = process.hrtime.bigint();
const [first, second] = [before, after].map((file) => loadPaths([file]).mesh);
const diff = diffMeshes(first, second);
const ms = Number(process.hrtime.bigint() - start) / 1e6;

process.stdout.write(JSON.stringify({ ms, ...summaryOf(diff) }));
