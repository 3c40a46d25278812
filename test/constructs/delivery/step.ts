/** An output as it is in Git: texts by path. */
export type Files = Readonly<Record<string, string>>;

/** What a tool does at once. Before the next step all of it is healthy, Gateways programmed. */
export interface Step {
  /** The stage or the Application that it is a part of. */
  readonly by: string;
  /** What is applied. */
  readonly objects: readonly any[];
  /** What is deleted then. */
  readonly removed: readonly any[];
}

/** Which object a manifest is of. */
export function keyOf({ kind, metadata }: any): string {
  return `${kind} ${metadata.namespace ?? ''}/${metadata.name}`;
}

/** A step as tools take it: of what is applied at once Namespaces come first, with kubectl where they do so in the folder. */
export function inOrder({ by, objects, removed }: Step): Step[] {
  const isNamespace = ({ kind }: any) => kind === 'Namespace';
  const groups = [objects.filter(isNamespace), objects.filter((object) => !isNamespace(object))].filter((group) => group.length > 0);
  return groups.length > 1 ? [{ by, objects: groups[0], removed: [] }, { by, objects: groups[1], removed }] : [{ by, objects, removed }];
}
