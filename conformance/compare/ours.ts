import type { Value } from './cluster';
import { bind } from '../../src/binding/bind';
import { compareBindings } from '../../src/binding/binding';
import type { Condition } from '../../src/binding/conditions';
import { conditionsOf } from '../../src/binding/conditions';
import { subjectsOf } from '../../src/binding/subject';
import { loadValues } from '../../src/mesh/load';
import { GatewayStatus } from '../../src/mesh/settings';
import { bindingsJson } from '../../src/report/bindings-json';

/** The release that the judge is built from. */
export const ISTIO_VERSION = '1.31';

/** Which of the two ways to count a Gateway as ready. */
export type Mode = 'assume' | 'status';

interface Name {
  readonly namespace: string;
  readonly name: string;
}

/** An entry of `waypoint bindings -o json`. */
export interface BindingJson {
  readonly subject: { readonly kind: string; readonly namespace: string; readonly name: string };
  readonly endpoint: string | null;
  readonly waypoint: Name | null;
  readonly reason: string;
  readonly message: string;
  readonly ingressUseWaypoint: boolean | null;
  readonly canary: { readonly waypoint: Name; readonly weight: number | null; readonly reason: string; readonly message: string } | null;
  readonly path: string;
  readonly headless: boolean;
  readonly instanceOf: { readonly waypoint: Name; readonly applicationTunnel: unknown } | null;
}

/** A condition by its type, as the judge has it. */
export type Conditions = Readonly<Record<string, { readonly status: string; readonly reason: string; readonly message: string }>>;

/** Our answer about one subject. */
export interface OurBinding extends BindingJson {
  /** What Istio would write to its status because of the binding. */
  readonly conditions: Conditions;
}

/** What `waypoint bindings -o json` prints for these objects, and the conditions that go with it. */
export function ourBindings(values: readonly Value[], mode: Mode): OurBinding[] {
  const { mesh, problems } = loadValues(values, {
    istioVersion: ISTIO_VERSION,
    gatewayStatus: mode === 'status' ? GatewayStatus.OBSERVED : GatewayStatus.ASSUME,
    foreignGatewaysReady: false,
  });
  const bindings = subjectsOf(mesh).map((subject) => bind(mesh, subject)).sort(compareBindings);
  const { bindings: answer } = JSON.parse(bindingsJson(mesh, bindings, problems)) as { bindings: BindingJson[] };
  return answer.map((binding, index) => ({ ...binding, conditions: byType(conditionsOf(mesh, bindings[index])) }));
}

function byType(conditions: readonly Condition[]): Conditions {
  return Object.fromEntries(conditions.map(({ type, ...condition }) => [type, condition]));
}
