import type { Construct } from 'constructs';
import { checkHeaderName } from '../header-name';
import { problem } from '../problem';

/** The values of a condition. At least one of the two lists. */
export interface ConditionValues {
  /** One of these must match. @default - any */
  readonly values?: string[];
  /** None of these may match. @default - none */
  readonly notValues?: string[];
}

/** A condition on an attribute of a request, at a waypoint (L7). */
export class Condition {
  /** A header of the request. */
  public static header(name: string, condition: ConditionValues): Condition {
    return new Condition(`request.headers[${name}]`, condition, (scope) => checkHeaderName(scope, name));
  }

  /** A claim of the JWT; several names lead to a nested claim. Needs a RequestAuthentication. */
  public static claim(path: string[], condition: ConditionValues): Condition {
    return new Condition(`request.auth.claims${path.map((name) => `[${name}]`).join('')}`, condition, (scope) => checkClaim(scope, path));
  }

  /**
   * Any attribute that Istio knows.
   * @see https://istio.io/latest/docs/reference/config/security/conditions/
   */
  public static attribute(key: string, condition: ConditionValues): Condition {
    return new Condition(key, condition);
  }

  private constructor(
    /**
     * The attribute, as policies write it.
     * @internal
     */
    public readonly _key: string,
    private readonly condition: ConditionValues,
    private readonly check: (scope: Construct) => void = () => undefined,
  ) {}

  /** @internal */
  public _renderCondition(scope: Construct) {
    this.check(scope);
    return renderCondition(scope, this._key, this.condition);
  }
}

/** The attributes of a connection that ztunnel knows. */
export enum ConnectionAttribute {
  /** The address of the direct peer. */
  SOURCE_IP = 'source.ip',
  /** The namespace of the caller. */
  SOURCE_NAMESPACE = 'source.namespace',
  /** The identity of the caller. */
  SOURCE_PRINCIPAL = 'source.principal',
  /** The address of the workload. */
  DESTINATION_IP = 'destination.ip',
  /** The port of the workload. */
  DESTINATION_PORT = 'destination.port',
}

/** A condition on an attribute of a connection, at ztunnel (L4). */
export class ConnectionCondition {
  /** An attribute and its values. */
  public static of(attribute: ConnectionAttribute, condition: ConditionValues): ConnectionCondition {
    return new ConnectionCondition(attribute, condition);
  }

  private constructor(private readonly attribute: ConnectionAttribute, private readonly condition: ConditionValues) {}

  /** @internal */
  public _renderConnectionCondition(scope: Construct) {
    return renderCondition(scope, this.attribute, this.condition);
  }
}

function checkClaim(scope: Construct, path: readonly string[]): void {
  if (path.length === 0 || path.includes('')) throw problem(scope, 'a condition is on a claim without name: write the name of the claim, or all that lead to it');
}

function renderCondition(scope: Construct, key: string, { values = [], notValues = [] }: ConditionValues) {
  const all = [...values, ...notValues];
  if (all.length === 0) throw problem(scope, `condition "${key}" has no values: list at least one in "values" or "notValues"`);
  if (!all.every(Boolean)) throw problem(scope, `condition "${key}" has an empty value: write a value, or leave it out`);
  return { key, ...(values.length && { values }), ...(notValues.length && { notValues }) };
}
