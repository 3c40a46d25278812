import { lintLoaded } from '../../src/lint/report';
import { loadPaths } from '../../src/mesh/load';
import { peakMemory } from '../peak-memory';

const start = process.hrtime.bigint();
const { objects, findings, problems } = lintLoaded(loadPaths(process.argv.slice(2)));
const ms = Number(process.hrtime.bigint() - start) / 1e6;

process.stdout.write(JSON.stringify({ ms, mb: peakMemory(), objects, findings: findings.length, problems: problems.length }));
