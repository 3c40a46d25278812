import type { Item, Refusals } from './item';
import { NotCovered } from './item';
import type { RawObject } from './raw-item';
import { isNamesOnly, NO_CONSTRUCT, rawItem, rawObject } from './raw-item';
import { Relevance } from './relevance';
import { Scope } from './scope';
import type { SourceObject } from './source-object';
import type { SubjectLabels } from './subject-labels';
import { subjectLabels, withoutLabels } from './subject-labels';
import { translationOf } from './translate';
import { eastWestItem } from './translate/east-west-gateway';
import { enrollmentItem, enrollmentKey } from './translate/enrollment';
import { jwtItem, tokenPolicyOf } from './translate/jwt';
import { sandwichItem } from './translate/sandwich';
import { autoscalerItem, budgetItem } from './translate/scaling';
import { waypointItem } from './translate/waypoint';
import { isWaypointClass, waypointClassItem } from './translate/waypoint-class';
import { NO_USERS, usersOf } from './translate/waypoint-users';
import { EAST_WEST_CLASS, WAYPOINT_CLASS } from '../istio/classes';
import { SECURITY_GROUP } from '../istio/groups';
import { SERVICE_ACCOUNT } from '../istio/labels';
import { groupBy } from '../mesh/group-by';
import { remember } from '../mesh/remember';
import type { Declared } from '../program/expression';
import { validateObject } from '../schema/validate';

/** What a program declares, and with what. */
export interface Plan {
  readonly items: readonly Item[];
  readonly relevance: Relevance;
  readonly scope: Scope;
}

/**
 * Plans a program that declares objects: each with the construct that says most about it, or else as it is.
 * @param refusals what became of earlier plans: a waypoint is tried with all that belongs to it, then without what
 *   scales it, then alone, and then stays as it is; all else is tried once
 */
export function planItems(objects: readonly SourceObject[], app: Declared, refusals: Refusals): Plan {
  return new Planner(objects, app, refusals).plan();
}

class Planner {
  readonly #items: Item[] = [];
  /** Why objects stay as they are, by key. */
  readonly #reasons = new Map<string, string>();
  readonly #covered = new Set<string>();
  readonly #raw: ReadonlyMap<string, RawObject>;
  readonly #scope: Scope;
  readonly #subjects: readonly SubjectLabels[];
  readonly #relevance: Relevance;
  readonly #byKey: ReadonlyMap<string, SourceObject>;
  /** What scales a waypoint, or limits its disruption, by its Gateway. */
  readonly #scaling: ReadonlyMap<SourceObject, readonly SourceObject[]>;
  /** Whose labels name a waypoint, by namespace and name. */
  readonly #users: ReadonlyMap<string, readonly SubjectLabels[]>;

  constructor(private readonly objects: readonly SourceObject[], app: Declared, private readonly refusals: Refusals) {
    const all = objects.flatMap((object) => subjectLabels(object) ?? []);
    this.#relevance = new Relevance(objects, all);
    this.#subjects = all.filter(({ object }) => !refusals.has(labelsKey(object)));
    this.#byKey = new Map(objects.map((object) => [object.key, object]));
    this.#scaling = groupBy(objects, (object) => {
      const waypoint = this.#relevance.scaledWaypoint(object);
      return waypoint ? [waypoint] : [];
    });
    this.#users = groupBy(this.#subjects, ({ waypoint }) => waypoint ? [`${waypoint.namespace}/${waypoint.name}`] : []);
    this.#raw = this.rawObjects();
    this.#scope = new Scope(app, new Map([...this.#raw].map(([key, { declared }]) => [key, declared])), this.#relevance, objects);
  }

  public plan(): Plan {
    for (const one of this.objects.filter(isWaypointClass)) this.attempt(one, () => waypointClassItem(one, this.#scope));
    for (const gateway of this.#relevance.waypoints) this.addWaypoint(gateway);
    this.addEnrollments();
    for (const object of this.objects.filter(isAuthentication)) this.attempt(object, () => this.translateJwt(object), 2);
    for (const object of this.objects) {
      if (!this.#covered.has(object.key) && !isAuthentication(object)) this.attempt(object, () => this.translate(object));
    }
    for (const [key, raw] of this.#raw) if (!this.#covered.has(key)) this.#items.push(rawItem(raw, this.reasonFor(raw.object)));
    return { items: this.#items, relevance: this.#relevance, scope: this.#scope };
  }

  /** Every object could stay as it is, but for those of which nothing is left without their labels. */
  private rawObjects(): Map<string, RawObject> {
    const labels = new Map(this.#subjects.map((subject) => [subject.object.key, subject.labels]));
    return new Map(this.objects.flatMap((object) => {
      const taken = labels.get(object.key) ?? [];
      if (taken.length > 0 && isNamesOnly(withoutLabels(object, taken))) return [];
      return [[object.key, rawObject(object, taken, () => this.reasonFor(object), () => this.#scope)]];
    }));
  }

  private reasonFor({ key }: SourceObject): string {
    return this.#reasons.get(key) ?? this.refusals.get(labelsKey({ key }))?.reason ?? NO_CONSTRUCT;
  }

  /** Adds the item of an object, unless it is known or found out that there is none. */
  private attempt(object: SourceObject, translate: () => Item | undefined, most = 1): boolean {
    const refusal = this.refusals.get(object.key);
    if (refusal && refusal.times >= most) {
      this.#reasons.set(object.key, refusal.reason);
      return false;
    }
    try {
      const item = translate();
      if (item) this.add(item);
      return item !== undefined;
    } catch (error) {
      if (!(error instanceof NotCovered)) throw error;
      this.#reasons.set(object.key, error.message);
      return false;
    }
  }

  private add(item: Item): void {
    this.#items.push(item);
    for (const key of item.objects) this.#covered.add(key);
  }

  /** With the policy that requires its tokens, or else without. */
  private translateJwt(object: SourceObject): Item {
    checkServed(object);
    return jwtItem(object, this.refusals.has(object.key) ? undefined : tokenPolicyOf(object, this.objects), this.#scope);
  }

  private translate(object: SourceObject): Item | undefined {
    const scaled = this.#relevance.scaledWaypoint(object);
    const translation = scaled ? undefined : translationOf(object);
    if (!scaled && !translation) return undefined;
    checkServed(object);
    if (translation) return translation(object, this.#scope);
    const { namespace, name } = scaled!;
    const handle = this.#scope.waypoint(namespace, name, namespace);
    return (object.kind === 'PodDisruptionBudget' ? budgetItem : autoscalerItem)(object, name, handle, this.#scope);
  }

  private addWaypoint(gateway: SourceObject): void {
    if (this.attempt(gateway, () => this.waypointOf(gateway), 3)) return;
    const { namespace, name, written } = gateway;
    const account = written.metadata.annotations?.[SERVICE_ACCOUNT];
    this.#scope.declareWaypoint(namespace, name, this.#scope.waypointByName({ namespace, name, account }, namespace));
  }

  private waypointOf(gateway: SourceObject): Item {
    checkServed(gateway);
    if (this.isForeign(gateway)) return this.foreignOf(gateway);
    const configMap = this.#byKey.get(this.#relevance.parametersOf(gateway) ?? '');
    const refused = this.refusals.get(gateway.key)?.times ?? 0;
    if (refused > 1) return waypointItem({ gateway, users: NO_USERS, configMap }, this.#scope);
    const subjects = this.usersOf(gateway);
    const users = usersOf(gateway, subjects, this.#scope);
    if (refused > 0) return waypointItem({ gateway, users, configMap }, this.#scope);
    const { name } = gateway;
    const scaled = (this.#scaling.get(gateway) ?? []).filter(({ key }) => !this.refusals.has(key));
    return waypointItem({
      gateway,
      configMap,
      users,
      autoscaler: scaled.find((object) => object.kind === 'HorizontalPodAutoscaler' && object.name === `${name}-hpa`),
      budget: scaled.find((object) => object.kind === 'PodDisruptionBudget' && object.name === `${name}-pdb`),
    }, this.#scope);
  }

  private usersOf({ namespace, name }: SourceObject): readonly SubjectLabels[] {
    return this.#users.get(`${namespace}/${name}`) ?? [];
  }

  private isForeign({ body }: SourceObject): boolean {
    const className: string = body.spec?.gatewayClassName ?? '';
    return className !== WAYPOINT_CLASS && !this.#scope.waypointClass(className);
  }

  private foreignOf(gateway: SourceObject): Item {
    const refusal = this.refusals.get(gateway.key);
    if (refusal) throw new NotCovered(refusal.reason);
    if (gateway.body.spec?.gatewayClassName === EAST_WEST_CLASS) return eastWestItem(gateway, this.#scope);
    return sandwichItem(gateway, this.usersOf(gateway), this.objects, this.#scope);
  }

  private addEnrollments(): void {
    const enrolled = new Set(this.#items.flatMap(({ labels }) => labels));
    const groups = groupBy(this.#subjects, (subject) => {
      if (enrolled.has(subject.object.key)) return [];
      const together = `enrollment ${enrollmentKey(subject)}`;
      return [this.refusals.has(together) ? labelsKey(subject.object) : together];
    });
    for (const [key, subjects] of groups) this.add(enrollmentItem(subjects, this.#scope, key));
  }
}

function isAuthentication({ group, kind }: SourceObject): boolean {
  return group === SECURITY_GROUP && kind === 'RequestAuthentication';
}

/** Names the labels of one object among the refusals. */
function labelsKey({ key }: Pick<SourceObject, 'key'>): string {
  return `labels of ${key}`;
}

const findingsOf = remember(({ written }: SourceObject) => validateObject(written));

/** What no API server takes is left for its author to mend. */
function checkServed(object: SourceObject): void {
  const [finding] = findingsOf(object);
  if (!finding) return;
  const { path, message } = finding;
  throw new NotCovered(`an API server refuses it: ${message.startsWith(path) ? message : `${path}: ${message}`}`);
}
