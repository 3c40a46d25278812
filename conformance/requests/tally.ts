import type { RequestComparison } from './compare';

/** Counts over the requests to many meshes. */
export class RequestTally {
  private meshes = 0;
  private chance = 0;
  private readonly compared = new Map<string, number>();
  private readonly differing = new Map<string, number>();
  private readonly notCompared = new Map<string, number>();

  /** @param byChance how many differences were not there again */
  public add({ compared, notCompared, differences }: RequestComparison, byChance: number): void {
    this.meshes++;
    this.chance += byChance;
    for (const { reached, result, why = result } of compared) count(this.compared, reached ? String(why) : 'no waypoint');
    for (const { fields } of differences) count(this.differing, fields.join(', '));
    for (const reason of notCompared) count(this.notCompared, reason);
  }

  /** The counts, by what became of the requests. */
  public text(): string {
    const lines = [
      `${this.meshes} meshes, ${sum(this.compared)} requests compared, ${sum(this.differing)} differences`,
      `  ${listed(this.compared)}`,
      ...[...this.differing].map(([fields, times]) => `  differ in ${fields}: ${times}`),
      ...this.chance > 0 ? [`  by chance, and so not counted: ${this.chance} differences that were not there again`] : [],
      ...[...this.notCompared].map(([reason, times]) => `  not compared: ${reason} (${times})`),
    ];
    return lines.map((line) => `${line}\n`).join('');
  }
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

export function sum(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((all, one) => all + one, 0);
}

/** Counts in one line, the largest first. */
export function listed(counts: ReadonlyMap<string, number>): string {
  return [...counts].sort(([, a], [, b]) => b - a).map(([name, times]) => `${name} ${times}`).join(', ');
}
