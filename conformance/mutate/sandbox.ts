import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import type { Mutation } from './mutations';

/** What is not copied: it is large, and the tests do not break it. */
const LEFT_OUT = new Set(['node_modules', '.git', 'lib', 'conformance/bin', 'test-reports']);

/** A test run that takes longer than this hangs: the breakage is noticed. In milliseconds. */
const LIMIT = 120_000;

/** A copy of the project in which things may be broken. */
export class Sandbox {
  private readonly folder: string;

  public constructor(private readonly root: string) {
    this.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mutate-'));
    fs.cpSync(root, this.folder, { recursive: true, filter: (file) => !LEFT_OUT.has(path.relative(root, file)) });
    fs.symlinkSync(path.join(root, 'node_modules'), path.join(this.folder, 'node_modules'));
  }

  /** Whether all is well without any breakage. */
  public passes(files: readonly string[]): boolean {
    return this.test(files);
  }

  /** Whether a test fails while the mutation is in place. */
  public notices({ file, text }: Mutation): boolean {
    fs.writeFileSync(path.join(this.folder, file), text);
    try {
      return !this.test([file]);
    } finally {
      fs.copyFileSync(path.join(this.root, file), path.join(this.folder, file));
    }
  }

  public remove(): void {
    fs.rmSync(this.folder, { recursive: true, force: true });
  }

  /** Runs the tests that depend on the files, up to the first failure. */
  private test(files: readonly string[]): boolean {
    const args = ['--findRelatedTests', ...files, '--bail', '--silent', '--reporters=default'];
    const { status } = spawnSync(path.join(this.folder, 'node_modules/.bin/jest'), args, { cwd: this.folder, stdio: 'ignore', timeout: LIMIT });
    return status === 0;
  }
}
