/** What would decide is not known: the request does not say it, or it is not in the input. */
export class Unknown {
  /**
   * @param dependsOn what it depends on, in words: `header x-team`, `claim groups`
   * @param isUnsaid whether saying more of the request would settle it
   */
  constructor(public readonly dependsOn: readonly string[], public readonly isUnsaid: boolean) {}
}

/** Something that may not be known. */
export type Maybe<T> = T | Unknown;

/** True, false, or not known: the three values of Kleene's logic. */
export type Truth = Maybe<boolean>;

/** The input does not tell it. */
export function unknown(what: string): Unknown {
  return new Unknown([what], false);
}

/** The request does not say it. */
export function unsaid(what: string): Unknown {
  return new Unknown([what], true);
}

export function isUnknown(value: unknown): value is Unknown {
  return value instanceof Unknown;
}

export function not(truth: Truth): Truth {
  return isUnknown(truth) ? truth : !truth;
}

/** What holds for a value; not known if the value is not. */
export function test<T>(value: Maybe<T>, holds: (value: T) => Truth): Truth {
  return isUnknown(value) ? value : holds(value);
}

/** True if one test is true, though others are not known. */
export function anyOf<T>(items: readonly T[], holds: (item: T) => Truth): Truth {
  return combine(items, holds, true);
}

/** False if one test is false, though others are not known. */
export function allOf<T>(items: readonly T[], holds: (item: T) => Truth): Truth {
  return combine(items, holds, false);
}

/** @param decisive the answer that needs no other */
function combine<T>(items: readonly T[], holds: (item: T) => Truth, decisive: boolean): Truth {
  let open: Unknown | undefined;
  for (const item of items) {
    const truth = holds(item);
    if (truth === decisive) return decisive;
    if (isUnknown(truth)) open = open ? both(open, truth) : truth;
  }
  return open ?? !decisive;
}

/** Not known because of either. */
export function both(first: Unknown, second: Unknown): Unknown {
  return new Unknown([...new Set([...first.dependsOn, ...second.dependsOn])], first.isUnsaid && second.isUnsaid);
}
