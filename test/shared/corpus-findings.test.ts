import * as fs from 'node:fs';
import * as path from 'node:path';
import { lint } from '../../src/lint/lint';
import { loadPaths } from '../../src/mesh/load';
import { refText } from '../../src/mesh/object-ref';

const SHARED = path.resolve(__dirname, '../../../shared');
const CORPUS = path.join(SHARED, 'corpus');
const PAGE = path.join(__dirname, '../../docs/corpus-findings.md');

/** The rules that stand for a class of known defects. */
const RULES_OF: Readonly<Record<string, readonly string[]>> = {
  schema: ['(unreadable)'],
  legacy: ['legacy-waypoint-metadata'],
  semantics: ['l7-allow-denies-all'],
};

/** What is found in a file, a line for each finding: its rule and its object. */
function findingsIn(file: string): string[] {
  const { mesh, problems } = loadPaths([path.join(CORPUS, file)]);
  return [
    ...problems.map(() => '(unreadable) '),
    ...lint(mesh).findings.map(({ rule, subject }) => `${rule.id} ${refText(subject)}`),
  ].map((finding) => `${file} ${finding}`);
}

(fs.existsSync(SHARED) ? describe : describe.skip)('findings on manifests of real users', () => {
  let found: string[];
  beforeAll(() => {
    found = fs.readdirSync(CORPUS).filter((name) => name.endsWith('.yaml')).flatMap(findingsIn);
  });

  test('are those that were looked at', () => {
    const rows = fs.readFileSync(PAGE, 'utf8').split('\n').filter((line) => /^\| \d/.test(line)).map((line) => line.split('|').map((cell) => cell.trim()));
    expect(rows.map(([, file, rule, object]) => `${file} ${rule} ${object}`).sort()).toEqual([...found].sort());
  });

  test('hold all known defects', () => {
    const [, ...defects] = fs.readFileSync(path.join(CORPUS, 'findings.tsv'), 'utf8').trim().split('\n').map((line) => line.split('\t'));
    for (const [file, kind] of defects) {
      expect([file, (RULES_OF[kind] ?? []).filter((rule) => found.some((line) => line.startsWith(`${file} ${rule} `)))]).toEqual([file, [expect.any(String)]]);
    }
  });
});
