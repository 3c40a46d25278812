import * as fs from 'fs';
import * as path from 'path';
import { readOutput } from './programs';
import * as waypoints from '../src';

const ROOT = path.join(__dirname, '..');
const README = fs.readFileSync(path.join(ROOT, 'README.md'), 'utf8');
const GITOPS = fs.readFileSync(path.join(ROOT, 'docs', 'gitops.md'), 'utf8');

function blocks(language: string, page: string = README): string[] {
  return [...page.matchAll(new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\``, 'gm'))].map(([, block]) => block);
}

/** What a program of a user writes. */
function run(program: string): string {
  return readOutput(program, (outdir) => {
    const files = fs.readdirSync(outdir, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.yaml')).sort();
    return files.map((file) => fs.readFileSync(path.join(outdir, file), 'utf8')).join('');
  });
}

test('the shortest program gives the YAML that the README shows', () => {
  expect(run(blocks('ts')[0])).toBe(blocks('yaml').find((block) => block.startsWith('apiVersion:')));
});

test('every other program that synthesizes runs', () => {
  const programs = [...blocks('ts').slice(1), ...blocks('ts', GITOPS)].filter((program) => /(app|fleet)\.synth\(\)/.test(program));
  expect(programs.length).toBeGreaterThan(0);
  for (const program of programs) expect(run(program)).toContain('kind: Gateway');
});

test('the table of constructs names every construct, and nothing else', () => {
  const listed = [...README.matchAll(/^\| (`[A-Z][^|]*)\|/gm)].flatMap(([, cell]) => [...cell.matchAll(/`([A-Za-z]+)[^`]*`/g)].map(([, name]) => name));
  const constructs = Object.entries(waypoints)
    .filter(([, value]) => typeof value === 'function' && 'isConstruct' in value)
    .map(([name]) => name)
    .filter((name) => !['Route'].includes(name));
  expect([...new Set(listed)].sort()).toEqual(constructs.sort());
});
