import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';

const ROOT = path.join(__dirname, '../..');
const COMMAND = `"${process.execPath}" "${path.join(ROOT, 'bin/waypoint')}"`;

/** Runs a line of a shell beside the fixtures. */
const shell = (line: string) => spawnSync('bash', ['-c', line], { cwd: __dirname, encoding: 'utf8' });

(fs.existsSync(path.join(ROOT, 'lib/cli.js')) ? describe : describe.skip)('bin/waypoint', () => {
  test('a reader that closes the pipe changes nothing of the exit code', () => {
    const findings = 'for i in $(seq 3000); do printf -- "---\\napiVersion: v1\\nkind: Service\\nmetadata: {name: s$i, labels: {istio.io/use-waypoint: None}}\\nspec: {ports: [{name: http, port: 80}]}\\n"; done';
    const { status, stderr } = shell(`set -o pipefail; ${findings} | ${COMMAND} lint - -o json | head -n 1`);
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
  });

  (fs.existsSync('/dev/full') ? test : test.skip)('an answer that can\'t be written is said', () => {
    const { status, stderr } = shell(`${COMMAND} bindings bindings/shop > /dev/full`);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^error: the answer can't be written: ENOSPC/);
  });
});
