import * as fs from 'node:fs';
import * as path from 'node:path';

/** The version of this package, of the nearest `package.json` above: the bundle, the compiled modules and the sources lie at different depths. */
export function packageVersion(): string {
  let folder = __dirname;
  while (!fs.existsSync(path.join(folder, 'package.json'))) folder = path.dirname(folder);
  return (JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8')) as { version: string }).version;
}
