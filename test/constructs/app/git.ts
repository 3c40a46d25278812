import { execFileSync } from 'child_process';

const CONFIG = ['user.name=test', 'user.email=test@example.com', 'commit.gpgsign=false'].flatMap((setting) => ['-c', setting]);

/** Commits all that is in a folder, which becomes a repository. */
export function commitAll(folder: string): void {
  for (const args of [['init', '--quiet'], ['add', '--all'], ['commit', '--quiet', '--message', 'output']]) execFileSync('git', [...CONFIG, ...args], { cwd: folder });
}
