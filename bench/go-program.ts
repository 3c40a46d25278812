import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

/** A program that is built from a Go module. */
export interface GoProgram {
  readonly name: string;
  /** The package with its version. */
  readonly source: string;
}

export const HELM: GoProgram = { name: 'helm', source: 'helm.sh/helm/v3/cmd/helm@v3.22.0' };
export const KUSTOMIZE: GoProgram = { name: 'kustomize', source: 'sigs.k8s.io/kustomize/kustomize/v5@v5.8.1' };

/** Why a program can't be had; undefined: it can. */
export function goObstacle(): string | undefined {
  return spawnSync('go', ['version']).status === 0 ? undefined : 'Go is missing';
}

/**
 * Builds a program, once for each version.
 * @returns the file to run
 */
export function buildGoProgram({ name, source }: GoProgram): string {
  const folder = path.join(os.homedir(), '.cache', 'cdk8s-waypoint-bench', source.replace(/[^\w.]+/g, '-'));
  const program = path.join(folder, name);
  if (fs.existsSync(program)) return program;
  const { status, stderr } = spawnSync('go', ['install', source], { encoding: 'utf8', env: { ...process.env, GOBIN: folder } });
  if (status !== 0) throw new Error(`go install ${source} failed: ${stderr}`);
  return program;
}
