import * as fs from 'fs';
import * as path from 'path';
import { App, Yaml } from 'cdk8s';
import { declareBookinfo } from './main';

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

const OUTDIR = path.join('dist', 'bookinfo');

/** Synthesizes the example and prints, per namespace, what was made and in which file it is. */
function quickstart(): void {
  const app = new App({ outdir: OUTDIR });
  declareBookinfo(app);
  fs.rmSync(OUTDIR, { recursive: true, force: true });
  app.synth();

  const lines = fs.readdirSync(OUTDIR).sort().flatMap((name) => {
    const file = path.join(OUTDIR, name);
    return (Yaml.load(file) as Manifest[]).map((manifest) => ({ file, namespace: namespaceOf(manifest), manifest }));
  });
  const namespaces = [...new Set(lines.map(({ namespace }) => namespace))].sort();
  for (const namespace of namespaces) print(namespace, lines.filter((line) => line.namespace === namespace));
  console.log(`\n${lines.length} objects in ${namespaces.length} namespaces, written to ${OUTDIR}${path.sep}`);
  console.log(`Which waypoint serves what, and why: node bin/waypoint bindings ${OUTDIR}`);
}

function print(namespace: string, lines: readonly { readonly file: string; readonly manifest: Manifest }[]): void {
  console.log(`\n${namespace}`);
  for (const file of [...new Set(lines.map((line) => line.file))]) {
    console.log(`  ${file}`);
    const manifests = lines.filter((line) => line.file === file).map((line) => line.manifest);
    for (const kind of [...new Set(manifests.map((manifest) => manifest.kind))].sort()) {
      const names = manifests.filter((manifest) => manifest.kind === kind).map(({ metadata }) => metadata.name).sort();
      console.log(`    ${kind.padEnd(24)} ${names.join(', ')}`);
    }
  }
}

function namespaceOf({ kind, metadata }: Manifest): string {
  return kind === 'Namespace' ? metadata.name : metadata.namespace ?? '(cluster)';
}

quickstart();
