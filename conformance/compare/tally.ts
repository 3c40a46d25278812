import type { Comparison } from './questions';

/** Counts over many meshes. */
export class Tally {
  public meshes = 0;
  private readonly compared = new Map<string, number>();
  private readonly differing = new Map<string, number>();
  private readonly notCompared = new Map<string, number>();
  private chance = 0;

  /** @param byChance how many differences were not there again */
  public add({ compared, notCompared, differences }: Comparison, byChance: number): void {
    this.meshes++;
    this.chance += byChance;
    addAll(this.compared, compared);
    addAll(this.notCompared, notCompared);
    for (const { question } of differences) addAll(this.differing, { [question]: 1 });
  }

  /** One line for each kind of question. */
  public text(): string {
    const compared = [...this.compared].map(([question, count]) => `${question}: ${count} objects, ${this.differing.get(question) ?? 0} differences`);
    const open = [...this.notCompared].filter(([, count]) => count > 0).map(([question, count]) => `not compared: ${question} (${count})`);
    const chance = this.chance > 0 ? [`by chance, and so not counted: ${this.chance} differences that were not there again`] : [];
    return [...compared, ...chance, ...open].map((line) => `  ${line}\n`).join('');
  }
}

function addAll(counts: Map<string, number>, added: Readonly<Record<string, number>>): void {
  for (const [name, count] of Object.entries(added)) counts.set(name, (counts.get(name) ?? 0) + count);
}
