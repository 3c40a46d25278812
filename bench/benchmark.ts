/** A process to be timed. */
export interface Command {
  /**
   * The program to run.
   * @default node
   */
  readonly program?: string;
  readonly args: readonly string[];
  /** The folder that it writes to; it is not there when a round begins. */
  readonly outdir?: string;
  /**
   * What counts as its time: that of the whole process, or the number that it prints as `{"ms": …}`, which leaves start-up out.
   * @default 'process'
   */
  readonly time?: 'process' | 'printed';
  /**
   * Whether not its time counts but its peak memory, which it prints as `{"mb": …}`.
   * @default false
   */
  readonly memory?: boolean;
  /**
   * How many objects it works on: the time per object is compared.
   * @default 1
   */
  readonly objects?: number;
}

/** Two commands that are run in turn, and compared. */
export interface Pair {
  readonly subject: Command;
  readonly base: Command;
}

/** A comparison under the name that it has on the command line and in the result. */
export interface Benchmark {
  /** `SUBJECT/BASE`. */
  readonly name: string;
  /** Whether the answer is by how many milliseconds the subject takes longer, and not the ratio of the two. */
  readonly inMilliseconds?: boolean;
  /** How long it takes, if that is too long for whoever does not ask for it by its name. */
  readonly duration?: string;
  /** Why it can't be run here; undefined: it can. */
  readonly obstacle?: () => string | undefined;
  /**
   * Makes what the commands need, and compares what they put out.
   * @param folder for files, empty, removed after the run
   * @throws if the outputs differ: then times mean nothing
   */
  readonly prepare: (folder: string) => Pair;
}
