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
  private readonly outermost = new Indentation();
  /** What comes after a colon or a dash for a string: on the same line, or on lines below it in the outermost map. */
  private readonly lines = new Map<string, string>();
  private readonly blocks = new Map<string, string>();

  /** @param repeated what occurs twice within a document, and becomes an anchor and an alias */
  constructor(private readonly repeated: ReadonlySet<unknown> = new Set()) {}

  /** Writes documents, with `---` between them. */
  public write(manifests: readonly unknown[]): string {
    return manifests.map((manifest) => this.document(manifest)).join('---\n');
  }

  private document(manifest: unknown): string {
    try {
      return (isMap(manifest) && this.map(manifest, this.outermost)) || Yaml.stringify(manifest);
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

  /** @param first what the first line begins with: that of a map in a list comes after a dash */
  private map(map: Record<string, unknown>, indentation: Indentation, first = indentation): string {
    let text = '';
    let line = first;
    for (const key in map) {
      text += line.key(key);
      text += this.value(map[key], indentation, '\n');
      line = indentation;
    }
    return text;
  }

  private list(list: readonly unknown[], indentation: Indentation, first: Indentation): string {
    let text = '';
    let line = first;
    for (const element of list) {
      text += line.dash;
      text += this.value(element, indentation, ' ');
      line = indentation;
    }
    return text;
  }

  /**
   * What comes after a colon or a dash.
   * @param before what comes before a map or a list: those in a map begin on a line of their own
   */
  private value(value: unknown, indentation: Indentation, before: '\n' | ' '): string {
    if (typeof value === 'string') return this.lines.get(value) ?? this.string(value, indentation);
    return typeof value === 'object' ? this.collection(value, indentation, before) : scalar(value);
  }

  private collection(value: object | null, { inner }: Indentation, before: '\n' | ' '): string {
    if (this.repeated.size > 0 && this.repeated.has(value)) throw NOT_SIMPLE;
    const first = before === ' ' ? this.outermost : inner;
    if (Array.isArray(value)) return value.length === 0 ? ' []\n' : before + this.list(value, inner, first);
    if (!isMap(value)) throw NOT_SIMPLE;
    const text = this.map(value, inner, first);
    return text === '' ? ' {}\n' : before + text;
  }

  private string(value: string, indentation: Indentation): string {
    const block = this.blocks.get(value);
    if (block !== undefined) return indentation.apply(block);
    const text = isPlain(value) ? ` ${value}\n` : Yaml.stringify({ k: value }).slice('k:'.length);
    if (text.indexOf('\n') === text.length - 1) {
      remember(this.lines, value, text);
      return text;
    }
    remember(this.blocks, value, text);
    return indentation.apply(text);
  }
}

/** How far the lines of a map or a list are moved to the right. */
class Indentation {
  /** What a line of a list begins with. */
  public readonly dash: string;
  /** What the line of a key begins with. */
  private readonly keys = new Map<string, string>();
  private deeper?: Indentation;

  constructor(private readonly spaces = '') {
    this.dash = `${spaces}-`;
  }

  /** That of what is in this one. */
  public get inner(): Indentation {
    this.deeper ??= new Indentation(`${this.spaces}  `);
    return this.deeper;
  }

  /** What the line of a key begins with. */
  public key(key: string): string {
    let text = this.keys.get(key);
    if (text === undefined) {
      text = `${this.spaces}${isPlain(key) ? key : quotedKey(key)}:`;
      remember(this.keys, key, text);
    }
    return text;
  }

  /** Moves all lines but the first. */
  public apply(text: string): string {
    return text.replace(/\n(?=[^\n])/g, `\n${this.spaces}`);
  }
}

function scalar(value: unknown): string {
  if (typeof value === 'boolean' || (Number.isSafeInteger(value) && !Object.is(value, -0))) return ` ${String(value)}\n`;
  throw NOT_SIMPLE;
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
