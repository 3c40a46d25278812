import * as fs from 'fs';
import * as path from 'path';
import * as yaml from 'js-yaml';

const SHARED = path.resolve(__dirname, '../../../shared');
const EXAMPLE = path.resolve(__dirname, '../../examples/bookinfo/manifests/bookinfo.yaml');
const SAMPLE = ['bookinfo.yaml', 'bookinfo-versions.yaml'].map((file) => path.join(SHARED, 'samples/bookinfo', file));

type Manifest = { kind: string; metadata: { name: string } };

function byName(...files: string[]): Manifest[] {
  const manifests = files.flatMap((file) => yaml.loadAll(fs.readFileSync(file, 'utf8')) as (Manifest | null)[]);
  return manifests.filter((manifest): manifest is Manifest => Boolean(manifest))
    .sort((a, b) => `${a.kind}/${a.metadata.name}` < `${b.kind}/${b.metadata.name}` ? -1 : 1);
}

(fs.existsSync(SHARED) ? test : test.skip)('the Bookinfo of the examples means the same as Istio\'s sample', () => {
  expect(byName(EXAMPLE)).toEqual(byName(...SAMPLE));
});
