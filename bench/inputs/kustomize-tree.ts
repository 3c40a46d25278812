import * as fs from 'node:fs';
import * as path from 'node:path';
import { namespacesOf } from './bundle';
import { textOf } from './fleet';

/** Writes a tree for kustomize that builds a fleet: a folder for each namespace, and one root over them. */
export function writeKustomizeTree(folder: string, namespaces: number): string {
  const root = path.join(folder, `tree-${namespaces}`);
  const names = namespacesOf(namespaces);
  for (const name of names) {
    fs.mkdirSync(path.join(root, name), { recursive: true });
    fs.writeFileSync(path.join(root, name, 'bundle.yaml'), textOf([name]));
    fs.writeFileSync(path.join(root, name, 'kustomization.yaml'), 'resources: [bundle.yaml]\n');
  }
  fs.writeFileSync(path.join(root, 'kustomization.yaml'), `resources: [${names.join(', ')}]\n`);
  return root;
}
