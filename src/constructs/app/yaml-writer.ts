import { Yaml } from 'cdk8s';
import { isEmpty, isMap } from './plain-data';
import { yamlKey, yamlString } from './yaml-string';

/** Thrown where only cdk8s can say how a document is written. */
const NOT_SIMPLE = new Error('not a simple document');

/** Scalars that are remembered, and how long they may be. */
const MEMORY = 10_000;
const MEMORABLE = 500;

/**
 * Writes the same YAML as `Yaml.stringify` of cdk8s, which takes most of the time of a synthesis. The structure and simple
 * scalars are written here; how any other scalar looks cdk8s is asked, once for each.
 */
export class YamlWriter {
  private readonly outermost = new Indentation();
  /** That of what a document is in. */
  private readonly outside = new Indentation('', this.outermost);
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
      return isMap(manifest) && !isEmpty(manifest) ? this.collection(manifest, this.outside, '') : Yaml.stringify(manifest);
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

  /**
   * A map or a list, and what comes before it. It calls itself and nothing that calls it: V8 would spend more time on
   * putting such functions into each other than they take.
   * @param indentation that of what it is in
   * @param before what comes before the first line: that of what is in a list is the line of the dash
   */
  private collection(value: object | null, { inner }: Indentation, before: '' | '\n' | ' '): string {
    if (this.repeated.has(value)) throw NOT_SIMPLE;
    let text = '';
    let line = before === ' ' ? this.outermost : inner;
    if (Array.isArray(value)) {
      for (const element of value) {
        text += line.dash;
        text += typeof element === 'object' ? this.collection(element, inner, ' ') : this.scalar(element, inner);
        line = inner;
      }
      return text === '' ? ' []\n' : before + text;
    }
    const map = simpleMap(value);
    for (const key in map) {
      const field = map[key];
      text += line.key(key);
      text += typeof field === 'object' ? this.collection(field, inner, '\n') : this.scalar(field, inner);
      line = inner;
    }
    return text === '' ? ' {}\n' : before + text;
  }

  private scalar(value: unknown, indentation: Indentation): string {
    return typeof value === 'string' ? this.lines.get(value) ?? this.string(value, indentation) : numberOrBoolean(value);
  }

  private string(value: string, indentation: Indentation): string {
    const block = this.blocks.get(value);
    if (block !== undefined) return indentation.apply(block);
    const text = yamlString(value);
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

  constructor(private readonly spaces = '', private deeper?: Indentation) {
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
      text = `${this.spaces}${simpleKey(key)}:`;
      remember(this.keys, key, text);
    }
    return text;
  }

  /** Moves all lines but the first. */
  public apply(text: string): string {
    return text.replace(/\n(?=[^\n])/g, `\n${this.spaces}`);
  }
}

function simpleMap(value: unknown): Record<string, unknown> {
  if (!isMap(value)) throw NOT_SIMPLE;
  return value;
}

function numberOrBoolean(value: unknown): string {
  if (typeof value === 'boolean' || (Number.isSafeInteger(value) && !Object.is(value, -0))) return ` ${String(value)}\n`;
  throw NOT_SIMPLE;
}

function simpleKey(key: string): string {
  const text = yamlKey(key);
  if (text === undefined) throw NOT_SIMPLE;
  return text;
}

function remember(memory: Map<string, string>, value: string, text: string): void {
  if (value.length > MEMORABLE) return;
  if (memory.size >= MEMORY) memory.clear();
  memory.set(value, text);
}
