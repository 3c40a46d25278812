import { posix } from 'path';
import { LONGEST_NAME } from '../app/file-claims';
import { mistake } from '../problem';

/** The folder that holds one folder for each cluster. */
export const CLUSTERS = 'clusters';

/**
 * The folder of a cluster in a repository or artifact, as Git names it.
 * @param path that of the output folder there
 * @param cluster its name, or what stands for it in a template or pattern
 */
export function clusterPath(path: string, cluster: string): string {
  return posix.join(path, CLUSTERS, cluster);
}

/** Checks that each cluster can have a folder of its name, also on a file system that ignores case. */
export function checkClusterNames(names: readonly string[]): void {
  const known = new Map<string, string>();
  for (const name of names) {
    checkClusterName(name);
    const twin = known.get(name.toLowerCase());
    if (twin === name) throw mistake(`cluster "${name}" is listed twice in "clusters": list it once`);
    if (twin !== undefined) throw mistake(`some systems take the folder of cluster "${name}" for that of cluster "${twin}": rename one of the two`);
    known.set(name.toLowerCase(), name);
  }
}

function checkClusterName(name: string): void {
  const bytes = Buffer.byteLength(name);
  if (bytes > LONGEST_NAME) throw mistake(`cluster "${name}" cannot name a folder: it has ${bytes} bytes, write at most ${LONGEST_NAME}`);
  if (!/^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/.test(name)) {
    throw mistake(`cluster "${name}" cannot name a folder: write letters, digits, ".", "_" and "-", with a letter or digit at both ends`);
  }
}

/**
 * Checks that the name of a cluster can be a part of the name of an object.
 * @throws if it cannot
 */
export function checkLabel(name: string): string {
  if (!/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(name)) {
    throw mistake(`cluster "${name}" cannot be in the name of an Application: write lower-case letters, digits and "-", with a letter or digit at both ends`);
  }
  return name;
}

/**
 * Checks that the name of a cluster, in lower case, can be a part of the name of an OCI artifact.
 * @throws if it cannot
 */
export function checkArtifactName(name: string): string {
  if (!/^[a-z0-9]+((\.|__?|-+)[a-z0-9]+)*$/.test(name)) {
    throw mistake(`cluster "${name}" cannot be in the name of an artifact: write at most one "." or two "_" between letters and digits, or "oneArtifact: true"`);
  }
  return name;
}
