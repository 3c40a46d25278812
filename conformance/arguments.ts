import { parseArgs } from 'node:util';

/** What the scripts of the lane are told. */
export interface Arguments {
  /** The seed of the first random mesh. */
  readonly seed: number;
  /** How many random meshes. */
  readonly meshes: number;
  readonly paths: readonly string[];
  /** What else was given, by name. */
  readonly flags: Readonly<Record<string, string | boolean | undefined>>;
}

/** How a script is called. */
export interface Call {
  readonly usage: string;
  /** How many random meshes unless `--meshes` says so. */
  readonly meshes: number;
  /** Options with a value, beside `--seed` and `--meshes`. */
  readonly options?: readonly string[];
  /** Options without a value. */
  readonly switches?: readonly string[];
}

/**
 * Reads the arguments of a script. The seed is by chance unless it is given, and printed by whoever uses it.
 * @throws with the usage if they are not understood
 */
export function parseArguments(args: readonly string[], { usage, meshes, options = [], switches = [] }: Call): Arguments {
  const text = { type: 'string' } as const;
  const none = { type: 'boolean' } as const;
  const known = {
    ...Object.fromEntries(['seed', 'meshes', ...options].map((name) => [name, text])),
    ...Object.fromEntries(switches.map((name) => [name, none])),
  };
  const { values, positionals } = parseArgs({ args: [...args], options: known, allowPositionals: true });
  const number = (name: string, fallback: number): number => {
    const given = values[name];
    if (given === undefined) return fallback;
    if (!/^\d+$/.test(String(given))) throw new Error(`--${name} "${String(given)}" is not a number: ${usage}`);
    return Number(given);
  };
  return {
    seed: number('seed', 1 + Math.floor(Math.random() * 1_000_000)),
    meshes: number('meshes', meshes),
    paths: positionals,
    flags: values as Arguments['flags'],
  };
}
