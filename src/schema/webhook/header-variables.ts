type StateName = 'text' | 'name' | 'arguments' | 'item' | 'string' | 'afterItem' | 'afterList' | 'end';

/** Where in a value the reader is: what a character leads to, and what is wrong with those that lead nowhere. */
interface State {
  readonly next: Readonly<Record<string, StateName>>;
  readonly otherwise?: StateName;
  readonly problem?: string;
  /** The sign that takes the meaning of the next one away, and what is wrong if none follows. */
  readonly escape?: { readonly pair: RegExp; readonly problem: string };
}

const STATES: Readonly<Record<StateName, State>> = {
  text: { next: { '%': 'name' }, otherwise: 'text', escape: { pair: /^%(%|$)/, problem: 'Un-escaped %' } },
  name: { next: { '%': 'text', '(': 'arguments' }, otherwise: 'name' },
  arguments: { next: { '[': 'item', ' ': 'arguments' }, otherwise: 'string' },
  item: { next: { '"': 'string', ' ': 'item' }, problem: 'Expecting \'"\'' },
  string: { next: { ')': 'end', '"': 'afterItem' }, otherwise: 'string', escape: { pair: /^\\/, problem: 'Un-terminated backslash in JSON string' } },
  afterItem: { next: { ',': 'item', ']': 'afterList', ' ': 'afterItem' }, problem: "Expecting ',', ']', or whitespace" },
  afterList: { next: { ')': 'end', ' ': 'afterList' }, problem: "Expecting ')' or whitespace after '{}', but found '{}'" },
  end: { next: { '%': 'text', ' ': 'end' }, problem: "Expecting '%' or whitespace after" },
};

/**
 * What is wrong with the variables of Envoy in the value of a header: `%NAME%`, `%NAME(text)%` or `%NAME(["a", "b"])%`.
 * @see istio pkg/config/validation/header_value_validator.go
 */
export function variableProblem(value: string): string | undefined {
  let name: StateName = 'text';
  for (let at = 0; at < value.length; at += 1) {
    const state: State = STATES[name];
    if (state.escape?.pair.test(value.slice(at, at + 2))) {
      at += 1;
      if (at === value.length) return state.escape.problem;
    } else {
      const following = state.next[value[at]] ?? state.otherwise;
      if (!following) return state.problem;
      name = following;
    }
  }
  return name === 'text' ? undefined : `Un-terminated variable expression '${value}'`;
}
