import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { buildSync } from 'esbuild';
import type { Mutation } from './mutations';

/** What is not copied: it is large, and the tests do not break it. */
const LEFT_OUT = new Set(['node_modules', '.git', 'lib', 'conformance/bin', 'test-reports']);

/** Tests that take long, or have nothing to do with the engine; what is recorded is asked before them, and faster. */
const NOT_ASKED = ['test/constructs', 'test/examples', 'test/schema', 'test/conformance', 'test/mesh/mutation', 'test/mesh/hostile', 'test/traffic/requests', 'projenrc'];

/** The configuration of jest, without looking at types: a breakage that only they notice is none at run time. */
const JEST = 'jest.mutate.json';

/** What says where the engine differs from what is recorded, and the file with what it says without a mutation. */
const RECORDED = 'conformance/mutate/recorded';
const KNOWN = 'known.txt';

/** A run that takes longer than this hangs: the breakage is noticed. In milliseconds. */
const LIMIT = 300_000;

/** What notices a mutation. */
export type Noticed = 'what is recorded' | 'its own tests' | 'other tests' | 'nothing';

/** A copy of the project in which things may be broken. */
export class Sandbox {
  private readonly folder: string;

  public constructor(private readonly root: string) {
    this.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mutate-'));
    fs.cpSync(root, this.folder, { recursive: true, filter: (file) => !LEFT_OUT.has(path.relative(root, file)) });
    fs.symlinkSync(path.join(root, 'node_modules'), path.join(this.folder, 'node_modules'));
    this.configureJest();
    const { status, stdout } = this.askRecorded();
    if (status !== 0) throw new Error(`${RECORDED} does not run, even without a mutation`);
    fs.writeFileSync(path.join(this.folder, KNOWN), stdout);
  }

  /** What notices the mutation while it is in place. */
  public noticedBy({ file, text }: Mutation): Noticed {
    fs.writeFileSync(path.join(this.folder, file), text);
    try {
      if (this.askRecorded(KNOWN).status !== 0) return 'what is recorded';
      if (!this.test('--testPathPatterns', path.dirname(file).replace(/^src/, 'test'))) return 'its own tests';
      return this.test('--findRelatedTests', file) ? 'nothing' : 'other tests';
    } finally {
      fs.copyFileSync(path.join(this.root, file), path.join(this.folder, file));
    }
  }

  public remove(): void {
    fs.rmSync(this.folder, { recursive: true, force: true });
  }

  private askRecorded(...known: readonly string[]): { readonly status: number | null; readonly stdout: string } {
    const entry = path.join(this.folder, `${RECORDED}.ts`);
    const program = path.join(this.folder, `${RECORDED}.js`);
    buildSync({ entryPoints: [entry], outfile: program, bundle: true, platform: 'node', logLevel: 'silent' });
    return spawnSync(process.execPath, [program, ...known], { cwd: this.folder, encoding: 'utf8', timeout: LIMIT });
  }

  private configureJest(): void {
    const { jest } = JSON.parse(fs.readFileSync(path.join(this.root, 'package.json'), 'utf8')) as { jest: object };
    const transform = { '^.+\\.tsx?$': ['ts-jest', { tsconfig: 'test/tsconfig.json', isolatedModules: true, diagnostics: false }] };
    fs.writeFileSync(path.join(this.folder, JEST), JSON.stringify({ ...jest, transform, reporters: ['default'] }));
  }

  /** Runs some tests, up to the first that fails; true if there is none. */
  private test(...chosen: readonly string[]): boolean {
    const args = ['--config', JEST, ...chosen, '--testPathIgnorePatterns', ...NOT_ASKED, '--bail', '--silent', '--passWithNoTests'];
    const { status } = spawnSync(path.join(this.folder, 'node_modules/.bin/jest'), args, { cwd: this.folder, stdio: 'ignore', timeout: LIMIT });
    return status === 0;
  }
}
