import * as fs from 'node:fs';
import * as path from 'node:path';
import { loadAll } from 'js-yaml';
import type { Manifest } from './manifest';
import { KUBERNETES_SCHEMA } from '../../src/mesh/yaml-schema';

/** Where tests keep what the constructs write. */
const FOLDERS = ['test/constructs/seeds', 'examples/repository/expected'].map((folder) => path.resolve(__dirname, '../..', folder));

let objects: readonly Manifest[] | undefined;

/** Objects as the constructs write them. */
export function constructOutput(): readonly Manifest[] {
  objects ??= FOLDERS.flatMap((folder) => fs.readdirSync(folder).sort().map((file) => path.join(folder, file)))
    .flatMap((file) => loadAll(fs.readFileSync(file, 'utf8'), { schema: KUBERNETES_SCHEMA }) as Manifest[]);
  return objects;
}
