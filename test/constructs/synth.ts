import { ApiObject, App, Chart, Testing } from 'cdk8s';
import { expectReadBack } from './read-back';
import { LabelPatch } from '../../src/constructs/enrollment/label-patch';
import { takeIn } from '../../src/schema/defaults';
import { CUSTOM_KINDS } from '../../src/schema/kinds/index.generated';
import { refusals } from '../schema/expect-valid';

/** A manifest, as far as tests look at it. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: Record<string, string>; readonly annotations?: Record<string, string> };
  readonly [field: string]: any;
}

/** Declares something in a chart of namespace `shop` and gives its manifests, all of which an API server must take. */
export function synth(declare: (chart: Chart) => void, namespace: string | undefined = 'shop'): Manifest[] {
  const chart = new Chart(Testing.app(), 'test', { namespace });
  declare(chart);
  const manifests = chart.toJson();
  expectAccepted(chart.node.root as App);
  return manifests;
}

/**
 * Fails unless an API server would take every object of an app, and would add no default to it: a default that the cluster
 * fills in is a difference for ever to a GitOps tool. Label patches are merged into objects that exist. What is declared must also
 * be what Istio will do.
 */
export function expectAccepted(app: App): void {
  const objects = app.node.findAll().filter((construct): construct is ApiObject => ApiObject.isApiObject(construct));
  const problems = objects.flatMap((object) => refusals([object.toJson()], { partial: object.constructor === LabelPatch }));
  expect(problems).toEqual([]);
  for (const object of objects.filter(({ constructor }) => constructor !== LabelPatch)) expectDefaultsWritten(object.toJson());
  expectReadBack(app);
}

function expectDefaultsWritten({ apiVersion, kind, metadata, ...content }: Manifest): void {
  const schema = CUSTOM_KINDS[`${apiVersion.split('/')[0]}/${kind}`]?.schema();
  if (!schema) return;
  expect({ name: metadata.name, content: takeIn(schema, content) }).toEqual({ name: metadata.name, content });
}

/** The one manifest of a kind, and of a name if there are several. */
export function only(manifests: readonly Manifest[], kind: string, name?: string): Manifest {
  const found = manifests.filter((manifest) => manifest.kind === kind && (!name || manifest.metadata.name === name));
  expect(found.map((manifest) => manifest.metadata.name)).toHaveLength(1);
  return found[0];
}
