import * as fs from 'fs';
import * as path from 'path';
import { Yaml } from 'cdk8s';
import type { Stage } from './stage';
import { mistake } from '../problem';

/** The names that kustomize knows its file by. */
const KUSTOMIZATIONS = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** What of a kustomization says that it gives a namespace to objects, and to which. */
interface Kustomization {
  readonly namespace?: unknown;
  readonly resources?: readonly unknown[];
}

/**
 * Refuses to give a namespace to objects that have another one or, like Namespaces, none: kustomize would rename a Namespace
 * and move everything else, and the labels would land on other objects than those that they are for.
 * @param what sets the namespace, as a user knows it
 * @param namespaces the namespaces of the objects of each stage, `""` for objects of the cluster as a whole
 * @throws if there is such an object
 */
export function refuseNamespace(what: string, namespace: string, namespaces: ReadonlyMap<Stage, ReadonlySet<string>>): void {
  for (const [stage, ofStage] of namespaces) {
    const other = [...ofStage].sort().find((one) => one !== namespace);
    if (other === undefined) continue;
    const objects = other === '' ? 'objects of the cluster as a whole, such as Namespaces' : `objects of namespace "${other}"`;
    throw mistake(`${what} gives namespace "${namespace}" to all objects, and folder "${stage}" has ${objects}: leave the namespace out, every object has its own`);
  }
}

/**
 * Looks for a kustomization of somebody else, in the output folder or above it up to the working directory, that builds the
 * output and gives a namespace to its objects.
 * @returns its file and the namespace; undefined if there is none
 */
export function namespaceTransformerOver(outdir: string): { readonly file: string; readonly namespace: string } | undefined {
  const output = path.resolve(outdir);
  const top = process.cwd();
  for (const folder of foldersUp(output, top)) {
    for (const name of KUSTOMIZATIONS) {
      const file = path.join(folder, name);
      const { namespace, resources } = read(file);
      if (typeof namespace === 'string' && leadsTo(resources, folder, output)) return { file: path.relative(top, file), namespace };
    }
  }
  return undefined;
}

/** A folder and those above it up to another one; the folder alone if it is not below that. */
function foldersUp(folder: string, top: string): string[] {
  const below = path.relative(top, folder);
  if (below === '..' || below.startsWith(`..${path.sep}`) || path.isAbsolute(below)) return [folder];
  const names = below.split(path.sep).filter((name) => name !== '');
  return [...names.map((_, index) => path.join(top, ...names.slice(0, names.length - index))), top];
}

/** Whether one of the resources is the output folder, or something in it. */
function leadsTo(resources: readonly unknown[] | undefined, folder: string, output: string): boolean {
  return Array.isArray(resources) && resources.some((resource) => {
    const target = path.resolve(folder, String(resource));
    return target === output || target.startsWith(output + path.sep);
  });
}

/** A file that cannot be read says nothing: whoever uses it will be told. To parse one takes a process, so only few are. */
function read(file: string): Kustomization {
  try {
    if (!fs.existsSync(file) || !/\bnamespace\b/.test(fs.readFileSync(file, 'utf8'))) return {};
    return (Yaml.load(file) as (Kustomization | null)[]).find((document) => document !== null) ?? {};
  } catch {
    return {};
  }
}
