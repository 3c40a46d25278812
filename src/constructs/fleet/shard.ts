import { mistake } from '../problem';

/** One of the equal parts of a list, by which machines share the work. */
export class Shard {
  /**
   * Reads `2/5`: the second of five.
   * @throws if it says anything else
   */
  public static parse(text: string): Shard {
    const [, index, count] = /^([1-9]\d*)\/([1-9]\d*)$/.exec(text)?.map(Number) ?? [];
    if (!index || index > count) throw mistake(`shard "${text}" is unknown: write "INDEX/COUNT" with an index from 1 to the count, such as "2/5"`);
    return new Shard(index, count);
  }

  /** The shard that the command line names with `--shard INDEX/COUNT`; all of the list if it names none. */
  public static ofCommandLine(args: readonly string[] = process.argv): Shard {
    const at = args.findIndex((arg) => arg === '--shard' || arg.startsWith('--shard='));
    if (at < 0) return new Shard(1, 1);
    return Shard.parse(args[at] === '--shard' ? args[at + 1] ?? '' : args[at].slice('--shard='.length));
  }

  private constructor(private readonly index: number, private readonly count: number) {}

  /** Whether this is the first shard, which also does what is to be done once. */
  public get isFirst(): boolean {
    return this.index === 1;
  }

  /** The part of a list that belongs to this shard. */
  public partOf<T>(list: readonly T[]): T[] {
    return list.filter((_, position) => position % this.count === this.index - 1);
  }
}
