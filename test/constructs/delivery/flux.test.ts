import { loadAll } from 'js-yaml';
import { written } from './written';
import { Delivery } from '../../../src';
import { STAGES } from '../../../src/constructs/delivery/stage';

const FLUX = { artifactUrl: 'oci://registry.example.com/mesh' };

test('Flux has a folder and a Kustomization for every stage, also where nothing is in it', () => {
  const files = written(Delivery.flux(FLUX), () => undefined);
  expect(Object.keys(files)).toEqual([
    ...['enroller', 'enrollment', 'source', 'strict', 'waypoints', 'workloads'].map((name) => `gitops/flux/${name}.yaml`),
    ...[...STAGES].sort().map((stage) => `${stage}/kustomization.yaml`),
  ].sort());
  expect(files['strict/kustomization.yaml']).toContain('resources: []');
  expect(files['gitops/flux/enroller.yaml']).toContain('rules: []');
});

const fluxSpec = (file: string, options: object) => (loadAll(written(Delivery.flux({ ...FLUX, ...options }), () => undefined)[`gitops/flux/${file}`])[0] as any).spec;

test('Flux reads the artifact with the Secret that is named', () => {
  expect(fluxSpec('source.yaml', { secretName: 'registry' }).secretRef).toEqual({ name: 'registry' });
  expect(fluxSpec('source.yaml', {})).not.toHaveProperty('secretRef');
});

test('Flux applies everything but label patches as the ServiceAccount that is named', () => {
  const accounts = (options: object) => STAGES.map((stage) => fluxSpec(`${stage}.yaml`, options).serviceAccountName);
  expect([accounts({}), accounts({ serviceAccountName: 'shop' })]).toEqual([undefined, 'shop'].map((account) =>
    STAGES.map((stage) => stage === 'enrollment' ? 'mesh-enroller' : account)));
});
