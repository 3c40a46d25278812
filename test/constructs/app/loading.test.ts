import * as path from 'path';
import { buildSync } from 'esbuild';

/** The sources that a module of the constructs needs to be loaded. */
function loadedBy(module: string): string[] {
  const { metafile } = buildSync({
    entryPoints: [path.join(__dirname, '../../../src/constructs', module)], bundle: true, platform: 'node', external: ['cdk8s', 'constructs'], write: false, metafile: true,
  });
  return Object.keys(metafile.inputs).map((file) => path.basename(file));
}

test('an app without a delivery does not load what one needs', () => {
  expect(loadedBy('app/waypoint-app.ts')).not.toContain('delivered-output.ts');
  expect(loadedBy('delivery/delivery.ts')).toContain('delivered-output.ts');
});
