import type { Conditions } from './ours';
import { byType } from './ours';
import { bind, isOnNode } from '../../src/binding/bind';
import type { Binding } from '../../src/binding/binding';
import { BindingReason, compareBindings } from '../../src/binding/binding';
import { conditionsOf } from '../../src/binding/conditions';
import { hostsOwnedByOthers } from '../../src/binding/membership';
import { Reach } from '../../src/binding/waypoint';
import { SERVICE_ENTRY } from '../../src/mesh/kinds/istio';
import type { LoadedMesh } from '../../src/mesh/load';
import { isOf } from '../../src/mesh/manifest';
import type { MeshObjects } from '../../src/mesh/mesh-objects';
import { subjectsOf } from '../../src/registry/subject';
import { bindingsJson } from '../../src/report/bindings-json';

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

/** Our answer about one subject. */
export interface OurBinding extends BindingJson {
  /** What Istio would write to its status because of the binding. */
  readonly conditions: Conditions;
  readonly hostsOwnedByOthers: readonly string[];
  /** Whether ztunnel alone goes past its waypoint: istiod does not know of that. */
  readonly isPassedByZtunnel: boolean;
}

/** What `waypoint bindings -o json` prints of a mesh, and what goes with it. */
export function ourBindings({ mesh, problems }: LoadedMesh): OurBinding[] {
  const bindings = subjectsOf(mesh).map((subject) => bind(mesh, subject)).sort(compareBindings);
  const { bindings: answer } = JSON.parse(bindingsJson(mesh, bindings, problems)) as { bindings: BindingJson[] };
  return answer.map((binding, index) => ({
    ...binding,
    conditions: byType(conditionsOf(mesh, bindings[index])),
    hostsOwnedByOthers: foreignHosts(mesh, bindings[index]),
    isPassedByZtunnel: isPassedByZtunnel(bindings[index]),
  }));
}

function isPassedByZtunnel(binding: Binding): boolean {
  return binding.reason === BindingReason.ACCEPTED && binding.waypoint.reach !== Reach.UNUSABLE && isOnNode(binding.subject);
}

function foreignHosts(mesh: MeshObjects, { subject: { manifest } }: Binding): string[] {
  return isOf(SERVICE_ENTRY, manifest) ? hostsOwnedByOthers(mesh, manifest) : [];
}
