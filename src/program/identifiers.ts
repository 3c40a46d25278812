/** Words that name nothing in a module of TypeScript. */
const RESERVED = new Set([
  'abstract', 'any', 'arguments', 'as', 'async', 'await', 'boolean', 'break', 'case', 'catch', 'class', 'const', 'constructor', 'continue', 'debugger',
  'declare', 'default', 'delete', 'do', 'else', 'enum', 'eval', 'export', 'exports', 'extends', 'false', 'finally', 'for', 'from', 'function', 'get',
  'global', 'globalThis', 'if', 'implements', 'import', 'in', 'instanceof', 'interface', 'let', 'module', 'namespace', 'never', 'new', 'null',
  'number', 'object', 'of', 'package', 'private', 'process', 'protected', 'public', 'require', 'return', 'set', 'static', 'string', 'super',
  'switch', 'symbol', 'this', 'throw', 'true', 'try', 'type', 'typeof', 'undefined', 'unique', 'unknown', 'var', 'void', 'while', 'with',
  'yield', 'NaN', 'Infinity', 'console', 'escape', 'name',
]);

/** Gives out names for constants, each once. */
export class Identifiers {
  readonly #taken = new Set<string>();

  /** @param taken names that are used already, such as those that are imported */
  constructor(taken: Iterable<string>) {
    for (const name of taken) this.#taken.add(name);
  }

  /**
   * @param choices words that the name is made of, the first choice first; any text will do
   * @returns the first of them that is free, or the last with a number
   */
  public take(choices: readonly string[]): string {
    const names = choices.map(camelCase).filter((name) => name !== '');
    const last = names[names.length - 1] ?? 'object';
    const free = names.find((name) => this.isFree(name)) ?? this.numbered(last);
    this.#taken.add(free);
    return free;
  }

  private numbered(name: string): string {
    for (let number = 2; ; number++) {
      if (this.isFree(`${name}${number}`)) return `${name}${number}`;
    }
  }

  private isFree(name: string): boolean {
    return !RESERVED.has(name) && !this.#taken.has(name);
  }
}

/** `istio-system` as `istioSystem`; `''` if nothing is left of it. */
function camelCase(text: string): string {
  const words = text.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  const name = words.map((word, index) => index === 0 ? lowerFirst(word) : word[0].toUpperCase() + word.slice(1)).join('');
  return /^[0-9]/.test(name) ? `_${name}` : name;
}

/** `HTTPRoute` as `httpRoute`, `Service` as `service`. */
function lowerFirst(word: string): string {
  return word.replace(/^[A-Z]+(?![a-z])|^[A-Z]/, (capitals) => capitals.toLowerCase());
}
