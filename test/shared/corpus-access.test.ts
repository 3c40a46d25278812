import * as fs from 'node:fs';
import * as path from 'node:path';
import { main } from '../../src/cli/main';

const SHARED = path.resolve(__dirname, '../../../shared');
const CORPUS = path.join(SHARED, 'corpus');
const ACCESS = path.join(__dirname, 'access');

/** Applications of others, of which the corpus has the policies and we the access tests. */
const APPLICATIONS = [
  { name: 'kubeflow', files: /-kubeflow-istio-ambient-demo-/ },
  { name: 'chores-tracker', files: /^20[789]-kubernetes-/ },
];

(fs.existsSync(SHARED) ? describe : describe.skip)('access tests of applications of others', () => {
  test.each(APPLICATIONS)('$name', ({ name, files }) => {
    const manifests = fs.readdirSync(CORPUS).filter((file) => files.test(file)).map((file) => path.join(CORPUS, file));
    let stdout = '';
    let stderr = '';
    const streams = { stdout: { write: (text: string) => stdout += text }, stderr: { write: (text: string) => stderr += text }, env: {} };
    const exitCode = main(['test', ...manifests, path.join(ACCESS, name)], streams);
    expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 0, stdout: expect.stringMatching(/^\d+ passed$/m), stderr: '' });
  });
});
