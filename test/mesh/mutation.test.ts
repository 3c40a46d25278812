import * as fs from 'node:fs';
import * as path from 'node:path';
import { bind } from '../../src/binding/bind';
import { loadFiles } from '../../src/mesh/load';
import { SourceFile } from '../../src/mesh/source-file';
import { subjectsOf } from '../../src/registry/subject';
import { bindingsJson } from '../../src/report/bindings-json';
import { bindingsText } from '../../src/report/bindings-text';
import { PLAIN } from '../../src/report/style';

/** A short run by default; MUTATIONS=20000 for the long one, MUTATION_SEED for another one. */
const MUTATIONS = Number(process.env.MUTATIONS ?? 300);
const SEED = Number(process.env.MUTATION_SEED ?? 20261121);

const SEEDS = ['../binding/cases', '../vectors/random', 'files/broken', 'files/lists']
  .map((folder) => path.resolve(__dirname, folder))
  .filter((folder) => fs.existsSync(folder))
  .flatMap((folder) => fs.readdirSync(folder).filter((file) => /\.(yaml|json)$/.test(file) && !/expect/.test(file))
    .map((file) => fs.readFileSync(path.join(folder, file), 'latin1')));

/** What breaks readers: YAML's own signs, values of other types, names of JavaScript, characters of other worlds. */
const POISON = ['{', '}', '[', ']', ':', ' ', '\n', '---\n', '...\n', '- ', '&a ', '*a', '<<: *a', '!!binary ', '!!set ', '!x ', '? ', '|', '>', '\t', '\r', '"', "'", '#', '%YAML 9\n',
  '~', 'null', 'true', 'yes', '0', '-1', '1e999', '.inf', '0x', '__proto__', 'constructor', '\u0000', '\u001b[31m', '\u202e', '\ud83d\ude00', '\ufeff', 'kind: List\nitems: ', '{{ .Values.x }}'];

/** Random numbers that are the same everywhere: the minimal standard generator of Park and Miller. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed % 2147483647;
  return (below) => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
}

function mutate(text: string, random: (below: number) => number): string {
  const lines = text.split('\n');
  const at = random(text.length + 1);
  const line = random(lines.length);
  switch (random(7)) {
    case 0: return text.slice(0, at) + POISON[random(POISON.length)] + text.slice(at);
    case 1: return text.slice(0, at) + text.slice(at + 1 + random(20));
    case 2: return text.slice(0, at);
    case 3: return [...lines.slice(0, line), ...lines.slice(line + 1 + random(3))].join('\n');
    case 4: return [...lines.slice(0, line), lines[random(lines.length)], ...lines.slice(line)].join('\n');
    case 5: return [...lines.slice(0, line), ' '.repeat(random(6)) + lines[line].trim(), ...lines.slice(line + 1)].join('\n');
    default: return [...lines.slice(0, line), lines[line].replace(/: .*/, () => `: ${POISON[random(POISON.length)]}`), ...lines.slice(line + 1)].join('\n');
  }
}

test(`nothing crashes on ${MUTATIONS} mutated files`, () => {
  const random = randomFrom(SEED);
  for (let index = 0; index < MUTATIONS; index++) {
    let text = SEEDS[random(SEEDS.length)];
    for (let count = 1 + random(4); count > 0; count--) text = mutate(text, random);
    try {
      check(text);
    } catch (error) {
      throw new Error(`mutation ${index} of seed ${SEED}:\n${text}`, { cause: error });
    }
  }
}, 1000 * 60 * 30);

/** Reads and answers; every place must be in the file. */
function check(text: string): void {
  const { mesh, problems } = loadFiles([new SourceFile('mutated.yaml', text)]);
  const bindings = subjectsOf(mesh).map((subject) => bind(mesh, subject));
  const lines = text.split('\n').length;
  const { bindings: answers } = JSON.parse(bindingsJson(mesh, bindings, problems)) as { bindings: { place: { line: number } | null }[] };
  for (const { place } of [...answers, ...problems]) {
    if (place && !(place.line >= 1 && place.line <= lines)) throw new Error(`line ${place.line} of ${lines}`);
  }
  if (/[^\P{Cc}\n]/u.test(bindingsText(mesh, bindings, PLAIN))) throw new Error('control characters in the text');
}
