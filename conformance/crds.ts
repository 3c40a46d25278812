import * as fs from 'node:fs';
import * as path from 'node:path';
import { CRDS } from './compare/judge';
import { releasedCustomResources } from '../scripts/go-modules';

// The CRDs of the judge's cluster: what crds/ is made from, as that has no status and but the newest version of each kind.
fs.rmSync(CRDS, { recursive: true, force: true });
fs.mkdirSync(CRDS, { recursive: true });
releasedCustomResources().forEach((text, index) => fs.writeFileSync(path.join(CRDS, `${index}.yaml`), text));
