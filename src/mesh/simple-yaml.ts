import type { RecentBlocks } from './recent-blocks';
import type { RecentScalars } from './recent-scalars';
import { RecentYaml } from './recent-yaml';

/**
 * Reads a document in the YAML that programs write: block mappings and lists, keys without quotes, scalars on one line, `|`
 * texts. It is about four times as fast as the library, which reads everything else.
 * @param text a document, from `start` to `end`, where lines begin or the text ends
 * @param recent what documents before it may have in common with it; blocks that are the same text are the same value
 * @returns what the library would return; undefined if the document holds anything else, or is faulty
 */
export function readSimpleYaml(text: string, start: number, end: number, recent = new RecentYaml()): unknown {
  return recent.isUsual(text, start, end) ? new SimpleYaml(text, start, end, recent).read() : undefined;
}

const MAX_DEPTH = 50;
const MAX_KEY = 100;

const NEWLINE = 10;
const SPACE = 32;
const QUOTE = 34;
const HASH = 35;
const APOSTROPHE = 39;
const DASH = 45;
const COLON = 58;
const BACKSLASH = 92;

/** Characters of keys without quotes. */
const IN_KEY = tableOf(/[A-Za-z0-9_./-]/);
/** Characters that a plain scalar begins with, whatever follows. */
const BEGINS_PLAIN = tableOf(/[A-Za-z0-9_./+$(^~;\\=<]/);

function tableOf(characters: RegExp): Uint8Array {
  return Uint8Array.from({ length: 0x80 }, (_, code) => characters.test(String.fromCharCode(code)) ? 1 : 0);
}

/** A reader that stands at a line; its methods return undefined where they meet something that is not simple. */
class SimpleYaml {
  /** The first character of the line that is no blank, or of an item of a list that begins in it. */
  private at = 0;
  /** Where the line ends. */
  private lineEnd: number;
  /** The column of that character; -1 behind the last line. */
  private indent = -1;
  private depth = 0;
  private readonly scalars: RecentScalars;
  private readonly blocks: RecentBlocks;

  constructor(private readonly text: string, start: number, private readonly end: number, { scalars, blocks }: RecentYaml) {
    this.lineEnd = start - 1;
    this.scalars = scalars;
    this.blocks = blocks;
  }

  public read(): unknown {
    this.nextLine();
    if (this.indent === 0 && this.text.startsWith('---', this.at) && this.isBlank(this.at + 3)) this.nextLine();
    if (this.indent < 0) return null;
    const value = this.readBlock();
    return this.indent < 0 ? value : undefined;
  }

  /** Goes to the next line that is neither blank nor a comment. */
  private nextLine(): void {
    const { text, end } = this;
    for (let start = this.lineEnd + 1; start < end; start = this.lineEnd + 1) {
      const newline = text.indexOf('\n', start);
      this.lineEnd = newline < 0 ? end : newline;
      const at = this.skipSpaces(start);
      if (at === this.lineEnd || text.charCodeAt(at) === HASH) continue;
      this.at = at;
      this.indent = at - start;
      return;
    }
    this.indent = -1;
  }

  private skipSpaces(from: number): number {
    let at = from;
    while (this.text.charCodeAt(at) === SPACE) at += 1;
    return at;
  }

  /** Whether nothing but blanks and a comment follows in the line. */
  private isBlank(from: number): boolean {
    const at = this.skipSpaces(from);
    return at >= this.lineEnd || at > from && this.text.charCodeAt(at) === HASH;
  }

  /** A mapping or list whose first line this is. */
  private readBlock(): unknown {
    if (this.depth > MAX_DEPTH) return undefined;
    this.depth += 1;
    const value = this.isItem() ? this.readList() : this.readMapping();
    this.depth -= 1;
    return value;
  }

  private isItem(): boolean {
    return this.text.charCodeAt(this.at) === DASH && (this.at + 1 === this.lineEnd || this.text.charCodeAt(this.at + 1) === SPACE);
  }

  private readList(): unknown {
    const { indent } = this;
    const first = this.readItem(indent);
    if (first === undefined) return undefined;
    // Most lists have one item. One that begins empty would get room for many more.
    const list = [first];
    while (this.indent === indent && this.isItem()) {
      const item = this.readItem(indent);
      if (item === undefined) return undefined;
      list.push(item);
    }
    return this.indent > indent ? undefined : list;
  }

  private readItem(indent: number): unknown {
    if (this.isBlank(this.at + 1)) {
      this.nextLine();
      return this.indent > indent ? this.readBlock() : null;
    }
    const at = this.skipSpaces(this.at + 1);
    if (this.endOfKey(at) < 0) return this.readScalar(at, indent);
    this.indent = indent + at - this.at;
    this.at = at;
    return this.readBlock();
  }

  private readMapping(): unknown {
    const { indent } = this;
    const mapping: Record<string, unknown> = {};
    while (this.indent === indent) {
      const end = this.endOfKey(this.at);
      if (end < 0) return undefined;
      const key = this.scalars.meaningOf(this.text, this.at, end);
      // What a mapping has or inherits under the key is defined: the library knows what to do.
      if (typeof key !== 'string' || mapping[key] !== undefined) return undefined;
      const value = indent === 0 && key !== 'metadata' ? this.readPart(end + 1) : this.readValue(end + 1, indent);
      if (value === undefined) return undefined;
      mapping[key] = value;
    }
    return this.indent > indent ? undefined : mapping;
  }

  /** Where the key ends that begins at an offset; -1 if none does. */
  private endOfKey(from: number): number {
    const { text } = this;
    let at = from;
    while (IN_KEY[text.charCodeAt(at)] === 1) at += 1;
    const isKey = text.charCodeAt(at) === COLON && at > from && at - from < MAX_KEY && text.charCodeAt(from) !== DASH;
    return isKey && (at + 1 === this.lineEnd || text.charCodeAt(at + 1) === SPACE) ? at : -1;
  }

  /** The value behind a colon. */
  private readValue(from: number, indent: number): unknown {
    if (!this.isBlank(from)) return this.readScalar(this.skipSpaces(from), indent);
    this.nextLine();
    if (this.indent > indent) return this.readBlock();
    return this.indent === indent && this.isItem() ? this.readList() : null;
  }

  /** The value of a field of an object itself, which other objects may have too. */
  private readPart(from: number): unknown {
    if (!this.isBlank(from)) return this.readValue(from, 0);
    const { text, end } = this;
    const start = this.lineEnd + 1;
    const known = this.blocks.find(text, start, end);
    if (known) {
      this.lineEnd = start + known.text.length - 1;
      this.nextLine();
      return known.value;
    }
    const value = this.readValue(from, 0);
    const after = this.indent < 0 ? end : this.at - this.indent;
    if (typeof value === 'object' && value !== null) this.blocks.keep(text, start, after, end, value);
    return value;
  }

  /** A scalar that begins in this line, or an empty mapping or list. */
  private readScalar(from: number, indent: number): unknown {
    const first = this.text.charCodeAt(from);
    if (BEGINS_PLAIN[first] === 1) return this.readPlain(from);
    if (first === QUOTE || first === APOSTROPHE) return this.readQuoted(from, first);
    return this.readMarked(from, indent);
  }

  private readPlain(from: number): unknown {
    const { text, lineEnd } = this;
    let end = lineEnd;
    for (let at = from + 1; at < lineEnd; at += 1) {
      const code = text.charCodeAt(at);
      if (code === COLON && (at + 1 === lineEnd || text.charCodeAt(at + 1) === SPACE)) return undefined;
      if (code === HASH && text.charCodeAt(at - 1) === SPACE) {
        end = at;
        break;
      }
    }
    while (text.charCodeAt(end - 1) === SPACE) end -= 1;
    this.nextLine();
    return this.scalars.meaningOf(text, from, end);
  }

  private readQuoted(from: number, quote: number): unknown {
    const { text, lineEnd } = this;
    let end = from + 1;
    while (end < lineEnd && text.charCodeAt(end) !== quote) {
      if (text.charCodeAt(end) === BACKSLASH && quote === QUOTE) return undefined;
      end += 1;
    }
    if (end === lineEnd || !this.isBlank(end + 1)) return undefined;
    this.nextLine();
    return text.slice(from + 1, end);
  }

  private readMarked(from: number, indent: number): unknown {
    const mark = this.text.slice(from, this.lineEnd);
    if (mark === '|' || mark === '|-') return this.readText(indent, mark === '|');
    const empty = mark === '{}' ? {} : mark === '[]' ? [] : undefined;
    if (empty) this.nextLine();
    return empty;
  }

  /** A text over several lines: the first one says how far they are indented. */
  private readText(indent: number, hasNewline: boolean): unknown {
    const { text } = this;
    const first = this.skipSpaces(this.lineEnd + 1);
    const depth = first - this.lineEnd - 1;
    if (depth <= indent || text.charCodeAt(first) === NEWLINE || text.charCodeAt(this.end - 1) !== NEWLINE) return undefined;
    const lines: string[] = [];
    for (let start = this.lineEnd + 1; start < this.end; start = this.lineEnd + 1) {
      const end = text.indexOf('\n', start);
      if (end > start && this.skipSpaces(start) < start + depth) break;
      lines.push(text.slice(start + depth, end));
      this.lineEnd = end;
    }
    this.nextLine();
    const value = lines.join('\n').replace(/\n+$/, '');
    return hasNewline ? `${value}\n` : value;
  }
}
