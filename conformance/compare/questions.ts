import { judgedBindings, judgedConditions, ourBindingFacts, ourConditionFacts } from './bindings';
import type { Value } from './cluster';
import { asClusterHolds } from './cluster';
import type { Answer, Difference, Facts } from './facts';
import { differences } from './facts';
import { judgedGateways, judgedWaypoints, ourGateways, ourWaypoints } from './gateways';
import { ourBindings } from './our-bindings';
import type { OurBinding } from './our-bindings';
import { readMesh } from './ours';
import { judgedPolicies, judgedSelections, judgedZtunnelPolicies, ourPolicies, ourSelections, ourZtunnelPolicies } from './policies';
import { judgedRefusals, ourRefusals } from './refusals';
import { judgedRoutes, ourRoutes } from './routes';
import type { MeshObjects } from '../../src/mesh/mesh-objects';

/** The outcome of one mesh. */
export interface Comparison {
  readonly differences: readonly Difference[];
  /** How many objects were compared, by the kind of question. */
  readonly compared: Readonly<Record<string, number>>;
  /** How many objects our side has no answer for, by the kind of question. */
  readonly notCompared: Readonly<Record<string, number>>;
}

/** What our side answers from. */
interface Ours {
  /** As the files have them. */
  readonly values: readonly Value[];
  readonly mesh: MeshObjects;
  readonly bindings: readonly OurBinding[];
}

/** A kind of question about a mesh. */
interface Question {
  readonly name: string;
  judged(answer: Answer, ours: Ours): Facts;
  ours(ours: Ours, judged: Facts): Facts;
}

const QUESTIONS: readonly Question[] = [
  { name: 'binding', judged: judgedBindings, ours: ({ bindings }, judged) => ourBindingFacts(bindings, judged) },
  { name: 'conditions', judged: judgedConditions, ours: ({ bindings }, judged) => ourConditionFacts(bindings, judged) },
  { name: 'waypoints', judged: judgedWaypoints, ours: ({ mesh }) => ourWaypoints(mesh) },
  { name: 'status of Gateways', judged: judgedGateways, ours: ({ mesh }) => ourGateways(mesh) },
  { name: 'status of routes', judged: judgedRoutes, ours: ({ mesh }, judged) => ourRoutes(mesh, judged) },
  { name: 'status of AuthorizationPolicies', judged: judgedPolicies, ours: ({ mesh }, judged) => ourPolicies(mesh, judged) },
  { name: 'policies at ztunnel', judged: judgedZtunnelPolicies, ours: ({ mesh }) => ourZtunnelPolicies(mesh) },
  { name: 'policies that select a workload', judged: judgedSelections, ours: ({ mesh }, judged) => ourSelections(mesh, judged) },
  { name: 'refused objects', judged: (answer, { values }) => judgedRefusals(answer, values), ours: ({ values }) => ourRefusals(values) },
];

/** Asks our side what Istio's code was asked, and compares. */
export function compareMesh(values: readonly Value[], answer: Answer): Comparison {
  const loaded = readMesh(asClusterHolds(values, answer.rejected), answer.mode);
  const ours = { values, mesh: loaded.mesh, bindings: ourBindings(loaded) };
  const asked = QUESTIONS.map((question) => {
    const judged = question.judged(answer, ours);
    return { name: question.name, size: judged.size, differences: differences(question.name, judged, question.ours(ours, judged)) };
  });
  return {
    differences: asked.flatMap(({ differences: found }) => found),
    compared: Object.fromEntries(asked.map(({ name, size }) => [name, size])),
    notCompared: unanswered(answer),
  };
}

/** Our side says nothing of objects that are not in the files. */
function unanswered({ generated }: Answer): Record<string, number> {
  return { 'bindings of generated objects': Object.keys({ ...generated?.services, ...generated?.workloads }).length };
}
