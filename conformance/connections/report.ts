import type { ConnectionComparison } from './compare';
import { indented } from '../compare/report';
import { toYaml } from '../generate/manifest';
import { listed, sum } from '../requests/tally';

/** Prints the counts, then the differences, those of the smallest meshes first: at most so many. */
export function reportConnections({ compared, findings }: ConnectionComparison, print: number, write: (text: string) => void): void {
  write(`${sum(compared)} connections compared, ${findings.length} differences\n  ${listed(compared)}\n`);
  const shown = [...findings].sort((a, b) => a.objects.length - b.objects.length).slice(0, print);
  for (const { seed, connection, judge, ours, objects } of shown) {
    const said = [`connection: ${JSON.stringify(connection)}`, `reading: ${JSON.stringify(judge)}`, `ours:    ${JSON.stringify(ours)}`];
    write(`\nseed ${seed}\n${said.map((line) => `  ${line}\n`).join('')}${indented(toYaml(objects))}`);
  }
}
