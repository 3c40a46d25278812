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

/** A run that takes longer than this hangs: the breakage is noticed. In milliseconds. */
const LIMIT = 240_000;

const RECORDED = 'conformance/mutate/recorded';

/** A copy of the project in which things may be broken. */
export class Sandbox {
  private readonly folder: string;
  private readonly before: ReadonlySet<string>;

  public constructor(private readonly root: string) {
    this.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mutate-'));
    fs.cpSync(root, this.folder, { recursive: true, filter: (file) => !LEFT_OUT.has(path.relative(root, file)) });
    fs.symlinkSync(path.join(root, 'node_modules'), path.join(this.folder, 'node_modules'));
    this.configureJest();
    const before = this.askRecorded();
    if (!before) throw new Error(`${RECORDED} does not run, even without a mutation`);
    this.before = new Set(before);
  }

  /** What notices the mutation while it is in place; undefined: nothing. */
  public noticedBy({ file, text }: Mutation): 'what is recorded' | 'a test' | undefined {
    fs.writeFileSync(path.join(this.folder, file), text);
    try {
      const after = this.askRecorded();
      if (!after || after.some((difference) => !this.before.has(difference))) return 'what is recorded';
      return this.test(file) ? undefined : 'a test';
    } finally {
      fs.copyFileSync(path.join(this.root, file), path.join(this.folder, file));
    }
  }

  public remove(): void {
    fs.rmSync(this.folder, { recursive: true, force: true });
  }

  /** The recorded meshes and requests that the engine has other answers to; undefined if it does not end well. */
  private askRecorded(): string[] | undefined {
    const program = path.join(this.folder, `${RECORDED}.js`);
    buildSync({ entryPoints: [path.join(this.folder, `${RECORDED}.ts`)], outfile: program, bundle: true, platform: 'node', logLevel: 'silent' });
    const { status, stdout } = spawnSync(process.execPath, [program], { encoding: 'utf8', timeout: LIMIT });
    return status === 0 ? stdout.split('\n') : undefined;
  }

  private configureJest(): void {
    const { jest } = JSON.parse(fs.readFileSync(path.join(this.root, 'package.json'), 'utf8')) as { jest: object };
    const transform = { '^.+\\.tsx?$': ['ts-jest', { tsconfig: 'test/tsconfig.json', isolatedModules: true, diagnostics: false }] };
    fs.writeFileSync(path.join(this.folder, JEST), JSON.stringify({ ...jest, transform, reporters: ['default'] }));
  }

  /** Runs the tests that depend on a file, up to the first failure. */
  private test(file: string): boolean {
    const args = ['--config', JEST, '--findRelatedTests', file, '--testPathIgnorePatterns', ...NOT_ASKED, '--bail', '--silent'];
    const { status } = spawnSync(path.join(this.folder, 'node_modules/.bin/jest'), args, { cwd: this.folder, stdio: 'ignore', timeout: LIMIT });
    return status === 0;
  }
}
