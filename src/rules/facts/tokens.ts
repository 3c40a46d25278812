import { policyTargets, targetKey } from './attached-policies';
import type { PolicyTarget } from './attached-policies';
import { conditionsOf, sourcesOf } from './policy-sources';
import type { PolicyRule } from '../../mesh/kinds/istio-security';
import type { MeshObjects } from '../../mesh/mesh-objects';
import type { FieldPath } from '../../mesh/positions';

/** Whether a field of a policy, or a key of its conditions, asks for a token. */
export function isTokenField(field: string): boolean {
  return /requestPrincipals$/i.test(field) || field.startsWith('request.auth.');
}

/** The fields of a policy that ask for a token. */
export function tokenFields(rules: readonly PolicyRule[]): FieldPath[] {
  return [
    ...sourcesOf(rules).flatMap(({ source, path }) =>
      (['requestPrincipals', 'notRequestPrincipals'] as const).filter((field) => source[field]?.length).map((field) => [...path, field])),
    ...conditionsOf(rules).filter(({ condition }) => condition.key?.startsWith('request.auth.')).map(({ path }) => path),
  ];
}

/** What policies of a kind are attached to. */
export class TargetSet {
  readonly #keys: ReadonlySet<string>;
  readonly #hasGateway: boolean;

  /** @param isMeant which policies */
  constructor(mesh: MeshObjects, isMeant: (policy: PolicyTarget['policy']) => boolean) {
    const targets = policyTargets(mesh).filter(({ policy }) => isMeant(policy));
    this.#keys = new Set(targets.map(targetKey));
    this.#hasGateway = targets.some(({ target }) => target.kind?.startsWith('Gateway'));
  }

  /** Whether one of them may be about a target: what is attached to a Gateway or to its class holds for all services of the waypoint. */
  public covers(target: PolicyTarget): boolean {
    return this.#hasGateway || this.#keys.has(targetKey(target));
  }
}
