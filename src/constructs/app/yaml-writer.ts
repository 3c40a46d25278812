import { Yaml } from 'cdk8s';
import { isMap } from './plain-data';

/** Thrown where only cdk8s can say how a document is written. */
const NOT_SIMPLE = new Error('not a simple document');

/** Strings that YAML 1.1 takes for strings without quotes: nothing like a number (`e1` is one), a date or an indicator. */
const PLAIN = /^(?![eE][-\d])[A-Za-z](?:[\w./-]|:(?=[\w./-]))*$/;
const NOT_STRINGS = new Set(['y', 'yes', 'n', 'no', 'true', 'false', 'on', 'off', 'null']);
const DOCUMENT_MARKER = /^(---|\.\.\.)/;
/** Scalars that are remembered, and how long they may be. */
const MEMORY = 10_000;
const MEMORABLE = 500;

/**
 * Writes the same YAML as `Yaml.stringify` of cdk8s, which takes most of the time of a synthesis. The structure and simple
 * scalars are written here; how any other scalar looks cdk8s is asked, once for each.
 */
export class YamlWriter {
  private readonly scalars = new Map<string, string>();
  /** What the line of a key begins with, by indentation and key. */
  private readonly beginnings = new Map<string, Map<string, string>>();

  /** @param repeated what occurs twice within a document, and becomes an anchor and an alias */
  constructor(private readonly repeated: ReadonlySet<unknown> = new Set()) {}

  /** Writes documents, with `---` between them. */
  public write(manifests: readonly unknown[]): string {
    return manifests.map((manifest) => this.document(manifest)).join('---\n');
  }

  private document(manifest: unknown): string {
    try {
      return isMap(manifest) && Object.keys(manifest).length > 0 ? this.map(manifest, '') : Yaml.stringify(manifest);
    } catch (error) {
      if (error === NOT_SIMPLE) return Yaml.stringify(this.unshared(manifest));
      throw error;
    }
  }

  /** A copy in which nothing occurs twice but what is to have an anchor: manifests share what they have with what the user wrote. */
  private unshared(value: unknown): unknown {
    if (this.repeated.has(value)) return value;
    if (Array.isArray(value)) return value.map((element) => this.unshared(element));
    if (!isMap(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, this.unshared(field)]));
  }

  private map(map: Record<string, unknown>, indent: string): string {
    let beginnings = this.beginnings.get(indent);
    if (!beginnings) this.beginnings.set(indent, beginnings = new Map());
    let text = '';
    for (const key of Object.keys(map)) text += (beginnings.get(key) ?? beginning(beginnings, indent, key)) + this.value(map[key], indent);
    return text;
  }

  /** What comes after the colon of a key. */
  private value(value: unknown, indent: string): string {
    if (typeof value !== 'object') return ` ${this.scalar(value, indent)}\n`;
    this.refuseAlias(value);
    if (Array.isArray(value)) return value.length === 0 ? ' []\n' : `\n${this.list(value, `${indent}  `)}`;
    if (!isMap(value)) throw NOT_SIMPLE;
    const text = this.map(value, `${indent}  `);
    return text === '' ? ' {}\n' : `\n${text}`;
  }

  private list(list: readonly unknown[], indent: string): string {
    let text = '';
    for (const element of list) text += `${indent}- ${this.element(element, indent)}`;
    return text;
  }

  private element(element: unknown, indent: string): string {
    if (typeof element !== 'object') return `${this.scalar(element, indent)}\n`;
    this.refuseAlias(element);
    const inner = `${indent}  `;
    if (Array.isArray(element)) return element.length === 0 ? '[]\n' : this.list(element, inner).slice(inner.length);
    if (!isMap(element)) throw NOT_SIMPLE;
    return this.map(element, inner).slice(inner.length) || '{}\n';
  }

  private refuseAlias(value: unknown): void {
    if (this.repeated.size > 0 && this.repeated.has(value)) throw NOT_SIMPLE;
  }

  private scalar(value: unknown, indent: string): string {
    if (typeof value === 'string') return isPlain(value) ? value : this.quoted(value, indent);
    if (typeof value === 'boolean' || (Number.isSafeInteger(value) && !Object.is(value, -0))) return String(value);
    throw NOT_SIMPLE;
  }

  private quoted(value: string, indent: string): string {
    let text = this.scalars.get(value);
    if (text === undefined) {
      // Lines below the first are indented by two, as everything in a map or a list is.
      text = Yaml.stringify({ k: value }).slice('k: '.length, -1);
      remember(this.scalars, value, text);
    }
    return text.includes('\n') ? text.replace(/\n(?=[^\n])/g, `\n${indent}`) : text;
  }
}

function beginning(beginnings: Map<string, string>, indent: string, key: string): string {
  const text = `${indent}${isPlain(key) ? key : quotedKey(key)}:`;
  remember(beginnings, key, text);
  return text;
}

function quotedKey(key: string): string {
  if (DOCUMENT_MARKER.test(key)) throw NOT_SIMPLE;
  const text = Yaml.stringify({ [key]: 0 });
  if (!/^[^\n]*: 0\n$/.test(text) || text.startsWith('?')) throw NOT_SIMPLE;
  return text.slice(0, -': 0\n'.length);
}

function isPlain(text: string): boolean {
  return PLAIN.test(text) && !(text.length <= 5 && NOT_STRINGS.has(text.toLowerCase()));
}

function remember(memory: Map<string, string>, value: string, text: string): void {
  if (value.length > MEMORABLE) return;
  if (memory.size >= MEMORY) memory.clear();
  memory.set(value, text);
}
