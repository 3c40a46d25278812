import * as fs from 'node:fs';
import * as path from 'node:path';
import { findIstioVersion } from '../../src/istio/versions';
import type { IstioVersion } from '../../src/istio/versions';
import type { LoadedMesh } from '../../src/mesh/load';
import { loadFiles } from '../../src/mesh/load';
import type { Problem } from '../../src/mesh/problem';
import type { MeshSettings } from '../../src/mesh/settings';
import { SourceFile } from '../../src/mesh/source-file';
import type { AccessTest } from '../../src/traffic/access-test';
import { readAccessTests } from '../../src/traffic/read-access-tests';

/**
 * A file of cases: what is asked, then the mesh that it is asked of. A comment `# Istio VERSION` says whose behaviour is meant, and
 * `# settings: JSON` how the mesh is read.
 */
export class CaseFile {
  /** What is asked. */
  public readonly head: SourceFile;
  private readonly mesh: SourceFile;
  private readonly settings: MeshSettings;

  constructor(folder: string, public readonly name: string) {
    const text = fs.readFileSync(path.join(folder, name), 'utf8');
    const at = text.indexOf('\n---\n');
    this.head = new SourceFile(name, text.slice(0, at));
    this.mesh = new SourceFile(name, text.slice(at));
    const istioVersion = findIstioVersion(/^# Istio (\S+)$/m.exec(text)?.[1] ?? '1.31');
    this.settings = { istioVersion, ...JSON.parse(/^# settings: (.*)$/m.exec(text)?.[1] ?? '{}') };
  }

  /** Reads the mesh, as another release does if one is named. */
  public load(istioVersion?: IstioVersion): LoadedMesh {
    return loadFiles([this.mesh], { ...this.settings, ...istioVersion && { istioVersion } });
  }

  /** What is asked, where those are access tests. */
  public accessTests(): { readonly tests: readonly AccessTest[]; readonly problems: readonly Problem[] } {
    const problems: Problem[] = [];
    return { tests: readAccessTests(this.head, (problem) => problems.push(problem)), problems };
  }
}

/** The files of cases in a folder, by name. */
export function caseFiles(folder: string): CaseFile[] {
  return fs.readdirSync(folder).filter((file) => file.endsWith('.yaml')).map((file) => new CaseFile(folder, file));
}
