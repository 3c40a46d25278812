import * as path from 'node:path';
import { buildSync } from 'esbuild';

/**
 * Bundles a script of `bench/workers` with the sources that it imports, so that it starts like a program that is installed.
 * @returns the file to run
 */
export function bundleWorker(name: string, folder: string): string {
  const outfile = path.join(folder, `${name}.js`);
  buildSync({
    entryPoints: [path.join(__dirname, 'workers', `${name}.ts`)],
    outfile,
    bundle: true,
    platform: 'node',
    logLevel: 'warning',
    // As in the bundle of the command line.
    alias: { 'js-yaml': require.resolve('js-yaml') },
  });
  return outfile;
}
