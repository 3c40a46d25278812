import * as fs from 'node:fs';
import { loadAll } from 'js-yaml';
import { KUBERNETES_SCHEMA } from '../../src/mesh/yaml-schema';
import { peakMemory } from '../peak-memory';

const start = process.hrtime.bigint();
const documents = process.argv.slice(2).flatMap((file) => loadAll(fs.readFileSync(file, 'utf8'), { schema: KUBERNETES_SCHEMA }));
const ms = Number(process.hrtime.bigint() - start) / 1e6;

process.stdout.write(JSON.stringify({ ms, mb: peakMemory(), objects: documents.length }));
