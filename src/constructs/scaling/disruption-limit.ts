import type { Construct } from 'constructs';
import type { DisruptionLimit } from './waypoint-disruption-budget';
import { checkInteger } from '../check-integer';
import { problem } from '../problem';

/** Why a limit would block every drain of a node, if it does. */
export function blockedDrains({ minAvailable, minAvailablePercent }: DisruptionLimit, replicas: number, scaled: string): string[] {
  const stay = minAvailable ?? Math.ceil(replicas * (minAvailablePercent ?? 0) / 100);
  return stay < replicas ? [] : [
    `of ${replicas} ${replicas === 1 ? 'replica' : 'replicas'}, ${stay} must stay, which blocks every drain of a node: lower the limit, or raise the least number of replicas of ${scaled}`,
  ];
}

/** A limit as the fields of a PodDisruptionBudget. */
export function renderLimit(scope: Construct, limit: DisruptionLimit) {
  const { minAvailable, minAvailablePercent, maxUnavailable, maxUnavailablePercent } = limit;
  const given = Object.entries({ minAvailable, minAvailablePercent, maxUnavailable, maxUnavailablePercent })
    .filter((entry): entry is [string, number] => entry[1] !== undefined);
  if (given.length !== 1) {
    throw problem(scope, `has ${given.map(([name]) => name).join(' and ') || 'no limit'}: write exactly one of minAvailable, minAvailablePercent, maxUnavailable, maxUnavailablePercent`);
  }
  const [[name, value]] = given;
  checkLimit(scope, name, value);
  return name.endsWith('Percent') ? { [name.replace('Percent', '')]: `${value}%` } : { [name]: value };
}

function checkLimit(scope: Construct, name: string, value: number): void {
  const least = name.startsWith('max') ? 1 : 0;
  if (value === 0 && least === 1) throw problem(scope, `${name} is 0, which blocks every drain of a node: write at least 1`);
  checkInteger(scope, name, value, least, name.endsWith('Percent') ? 100 : undefined);
}
