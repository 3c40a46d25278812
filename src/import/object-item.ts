import type { Item, Stage } from './item';
import type { Scope } from './scope';
import type { Fields, SourceObject } from './source-object';
import type { Call, Declared, Props } from '../program/expression';
import { cdk8s, construction, ours, plain, struct } from '../program/expression';

/** How a construct declares one object. */
export interface ObjectConstruct {
  readonly construct: string;
  readonly stage: Stage;
  /** What is added to the name of the object for the id of the construct, if the name is taken. */
  readonly suffix: string;
  /** The property that names the object, where the id does not. */
  readonly nameProperty: string;
  /** The name that the object gets if nothing names it. @default - the id of the construct */
  readonly nameDefault?: string;
  /** Labels and annotations that the construct writes. */
  readonly ownLabels?: readonly string[];
  readonly ownAnnotations?: readonly string[];
  readonly props: Props;
}

/** The item of a construct that declares one object, in the chart of its namespace. */
export function objectItem(object: SourceObject, scope: Scope, how: ObjectConstruct): Item {
  const { namespace, name, key } = object;
  const chart = scope.chart(namespace);
  const id = scope.id(namespace, name, `${name}-${how.suffix}`);
  const props = { ...how.props, [how.nameProperty]: (how.nameDefault ?? id) === name ? undefined : plain(name) };
  const declared = construction([id, `${id}-${how.suffix}`], ours(how.construct), [chart, plain(id), struct(props)]);
  return {
    key,
    chart: namespace,
    stage: how.stage,
    id,
    statements: [declared, ...metadataCalls(declared, object.written.metadata as Fields, how)],
    objects: [key],
    labels: [],
    construct: how.construct,
  };
}

/** Labels and annotations that an object has and its construct does not write. */
function metadataCalls(declared: Declared, { labels, annotations }: Fields, { ownLabels, ownAnnotations }: ObjectConstruct): Call[] {
  return [...callsFor(declared, 'addLabel', others(labels, ownLabels)), ...callsFor(declared, 'addAnnotation', others(annotations, ownAnnotations))];
}

function others(map: Fields | null | undefined, own: readonly string[] = []): (readonly [string, unknown])[] {
  return Object.entries(map ?? {}).filter(([key]) => !own.includes(key));
}

function callsFor(declared: Declared, method: string, entries: readonly (readonly [string, unknown])[]): Call[] {
  return entries.map(([key, value]) => ({
    form: 'call',
    of: { form: 'member', of: { form: 'call', of: cdk8s('ApiObject'), method: 'of', args: [declared] }, name: 'metadata' },
    method,
    args: [plain(key), plain(value)],
  }));
}
