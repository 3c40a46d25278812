import type { WaypointFlags } from './waypoint-flags';
import type { WaypointProgram } from './waypoint-program';
import type { EvaluatedConstruct, Packages } from '../program/evaluate';
import { Evaluation } from '../program/evaluate';

/** A manifest, as plain data. */
export type GeneratedObject = { readonly metadata: { readonly [field: string]: unknown }; readonly [field: string]: unknown };

/**
 * Runs a program, and gives the manifests of its app in the order in which they are applied: what a waypoint reads, the waypoint, and what
 * names it.
 * @throws what its constructs find wrong
 */
export function generateObjects(program: WaypointProgram, { namespace }: WaypointFlags, packages: Packages): GeneratedObject[] {
  const { start, statements } = program;
  const evaluation = new Evaluation(packages);
  for (const statement of [...start.statements, ...statements]) evaluation.run(statement);
  const app: EvaluatedConstruct = evaluation.run(start.app);
  const errors = app.node.findAll().flatMap(({ node }) => node.validate());
  if (errors.length > 0) throw new Error(errors.join('; '));
  const objects = evaluation.objectsIn(app).map((object): GeneratedObject => object.toJson());
  return objects.map((object) => namespace === undefined ? withoutNamespace(object) : object);
}

function withoutNamespace(object: GeneratedObject): GeneratedObject {
  const { namespace: _namespace, ...metadata } = object.metadata;
  return { ...object, metadata };
}
