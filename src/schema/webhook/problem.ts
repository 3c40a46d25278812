/** Something that Istio's webhook says of an object: an error refuses it, a warning is shown to who applies it. */
export interface WebhookFinding {
  /** The field that it is about, as Kubernetes writes it. */
  readonly path: string;
  readonly severity: 'error' | 'warning';
  /** The sentence of Istio, without the name of the object that it has for some kinds. */
  readonly message: string;
}

/** Names with their values, as in labels. */
export type Texts = Readonly<Record<string, string>>;

/** Metadata as the checks read it. */
export interface Metadata {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Texts;
  readonly annotations: Texts;
}

/**
 * A check of one kind of object.
 * @param spec as the API server has let it pass, with the defaults of its schema
 */
export type SpecCheck<Spec> = (spec: Partial<Spec>, metadata: Metadata) => Findings;

export type Findings = Iterable<WebhookFinding>;

export function error(path: string, message: string): WebhookFinding {
  return { path, severity: 'error', message };
}

export function warning(path: string, message: string): WebhookFinding {
  return { path, severity: 'warning', message };
}

/** An error if something is so. */
export function* errorIf(isWrong: boolean, path: string, message: string): Findings {
  if (isWrong) yield error(path, message);
}

/** A warning if something is so. */
export function* warningIf(isDoubtful: boolean, path: string, message: string): Findings {
  if (isDoubtful) yield warning(path, message);
}

/** An error if there is a message. */
export function* errorAt(path: string, message: string | undefined): Findings {
  if (message !== undefined) yield error(path, message);
}

/** The items of a list, each with its path and its index. */
export function each<Item>(items: readonly Item[] | undefined, path: string): readonly (readonly [Item, string, number])[] {
  return items === undefined ? [] : items.map((item, index) => [item, `${path}[${index}]`, index]);
}

/** The values of a map, each with its path and its key. */
export function* eachValue<Value>(map: { readonly [key: string]: Value } = {}, path: string): Iterable<readonly [Value, string, string]> {
  for (const [key, value] of Object.entries(map)) yield [value, `${path}[${key}]`, key];
}

/** Errors in the form that Istio gives several of them inside of another; undefined if there are none. */
export function asOneError(problems: readonly string[]): string | undefined {
  if (problems.length === 0) return undefined;
  const count = problems.length === 1 ? '1 error' : `${problems.length} errors`;
  return `${count} occurred:\n\t* ${problems.join('\n\t* ')}\n\n`;
}

/** The errors alone: in some places Istio drops the warnings of what it checks. @see istio pkg/config/validation/agent AppendErrors */
export function* errorsOf(findings: Findings): Findings {
  for (const finding of findings) {
    if (finding.severity === 'error') yield finding;
  }
}
