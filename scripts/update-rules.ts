import * as fs from 'node:fs';
import * as path from 'node:path';
import { generatedFiles, presentFiles } from './rule-pages';

const generated = generatedFiles();
for (const file of presentFiles()) if (!generated.has(file)) fs.rmSync(file);
for (const [file, text] of generated) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
}
