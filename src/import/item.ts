import type { Statement } from '../program/expression';

/** One construct of the program, or one object that stays as it is: what it declares, and which objects it stands for. */
export interface Item {
  /** Names the item from one plan to the next. */
  readonly key: string;
  /** The group of the program that it is printed in. */
  readonly chart: string;
  /** The order within the group. */
  readonly stage: Stage;
  /** The id of its construct within its chart. */
  readonly id: string;
  /** What it consists of, the construct first. */
  readonly statements: readonly Statement[];
  /** The objects that it declares as a whole, by key. */
  readonly objects: readonly string[];
  /** The objects that it labels, by key. */
  readonly labels: readonly string[];
  /** The name of the construct; undefined for an object that stays as it is. */
  readonly construct?: string;
  /** Why an object stays as it is, and its kind. */
  readonly reason?: string;
  readonly kind?: string;
}

/** The order in which the items of a chart are printed. */
export enum Stage {
  RAW,
  WAYPOINT,
  ENROLLMENT,
  SCALING,
  ROUTE,
  POLICY,
  EXTENSION,
}

/** What was found wrong with an item of an earlier plan: how often it was refused, and why last. */
export interface Refusal {
  readonly times: number;
  readonly reason: string;
}

/** Refusals by the key of their item. */
export type Refusals = ReadonlyMap<string, Refusal>;

/** Thrown by a translation that knows why an object can't be said with a construct. */
export class NotCovered extends Error {}
