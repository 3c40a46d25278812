import type { Item } from './item';
import { Stage } from './item';
import type { Scope } from './scope';
import type { Fields, SourceObject } from './source-object';
import { withoutLabels } from './subject-labels';
import { commentLines } from '../program/comment-lines';
import type { Declared } from '../program/expression';
import { cdk8s, plain } from '../program/expression';

/** Why an object stays as it is, where that is its kind. */
export const NO_CONSTRUCT = 'no construct writes objects of this kind';

/** An object that stays as it is: what it declares is filled in once its chart is known. */
export interface RawObject {
  readonly object: SourceObject;
  readonly declared: Declared;
  readonly id: () => string;
}

/**
 * An object as `ApiObject`, in the chart of its namespace.
 * @param labels those that other constructs write
 * @param reason why it stays, asked when the plan is whole
 * @param scope asked when the object is declared
 */
export function rawObject(object: SourceObject, labels: readonly string[], reason: () => string, scope: () => Scope): RawObject {
  const { kind, name, namespace } = object;
  let id: string | undefined;
  const idOf = () => id ??= scope().id(namespace, `${name}-${kind.toLowerCase()}`);
  let value: Declared['value'] | undefined;
  const { metadata: { namespace: _namespace, ...metadata }, apiVersion, kind: _kind, ...rest } = withoutLabels(object, labels);
  return {
    object,
    id: idOf,
    declared: {
      form: 'declared',
      names: [name, `${name} ${kind}`, `${namespace} ${name} ${kind}`],
      isStatement: true,
      get comment() {
        return reason() === NO_CONSTRUCT ? undefined : commentLines(`Not a construct: ${reason()}.`);
      },
      get value() {
        return value ??= {
          form: 'new', of: cdk8s('ApiObject'), args: [scope().chart(namespace), plain(idOf()), plain({ apiVersion, kind, metadata, ...rest })],
        };
      },
    },
  };
}

/** The item of an object that stays as it is. */
export function rawItem({ object, declared, id }: RawObject, reason: string): Item {
  return {
    key: `as it is ${object.key}`,
    chart: object.namespace,
    stage: Stage.RAW,
    id: id(),
    statements: [declared],
    objects: [object.key],
    labels: [],
    reason,
    kind: object.kind,
  };
}

/** Whether nothing is left of an object but its names, so that its labels alone declare it. */
export function isNamesOnly({ apiVersion: _apiVersion, kind: _kind, metadata, ...rest }: Fields): boolean {
  return Object.keys(rest).length === 0 && Object.keys(metadata as Fields).every((name) => name === 'name' || name === 'namespace');
}
