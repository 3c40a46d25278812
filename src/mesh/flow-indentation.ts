import { YAMLException } from 'js-yaml';

/** What a line between brackets begins with, or ends with, and hardly ever one in quotes. */
const BEGINS = /[[\]{}]/;
const ENDS = /[[{,:]$/;
/** How often a text is parsed anew, about once for each pair of brackets: what is hostile must end. */
const MOST_TRIALS = 200;

/**
 * Parses a text as Kubernetes does: between brackets, and in what stands in quotes, it does not look at indentation, as YAML asks for.
 * Places in the text that is parsed are those of the text that is given.
 * @param parse parses YAML by its letter
 * @throws what `parse` throws for anything else
 */
export function parseLoosely<T>(text: string, parse: (text: string) => T): T {
  let current = text;
  for (let trial = 1; ; trial++) {
    try {
      return parse(current);
    } catch (error) {
      const isIndentation = error instanceof YAMLException && error.reason === 'deficient indentation';
      const gaps = isIndentation && trial < MOST_TRIALS ? lineEndsFrom(current, error.mark?.position ?? 0) : [];
      if (gaps.length === 0) throw error;
      current = blanked(current, gaps);
    }
  }
}

/** A part of a text: the blanks, comments and line ends before what a line begins with. */
type Gap = readonly [start: number, end: number];

/** Puts lines behind what is before them, by blanks in place of line ends. */
function blanked(text: string, gaps: readonly Gap[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const [start, end] of gaps) {
    parts.push(text.slice(at, start), ' '.repeat(end - start));
    at = end;
  }
  return parts.join('') + text.slice(at);
}

/**
 * The gaps before a line that is indented too little, and before those like it that follow between the same brackets, as far as it is
 * plain where these end.
 * @param at what the line begins with
 */
function lineEndsFrom(text: string, at: number): Gap[] {
  const first = gapBefore(text, at);
  if (!first) return [];
  const gaps = [first];
  const indent = at - first[1];
  let depth = 1;
  let start = first[1];
  for (const line of text.slice(start).split('\n')) {
    const blanks = line.search(/\S/);
    if (start > first[1] && blanks >= 0 && blanks <= indent) {
      const gap = gapBefore(text, start + blanks);
      if (!gap) return gaps;
      gaps.push(gap);
    }
    depth += opened(line);
    if (!(depth > 0)) return gaps;
    start += line.length + 1;
  }
  return gaps;
}

/** How many brackets a line opens and does not close; NaN if quotes or comments may hide some. */
function opened(line: string): number {
  const code = line.replace(/"[^"\\]*"|'[^']*'/g, '');
  return /["'#]/.test(code) ? NaN : code.replace(/[^[{]/g, '').length - code.replace(/[^\]}]/g, '').length;
}

/** What is before a line; undefined where blanks in its place might change a text in quotes. */
function gapBefore(text: string, at: number): Gap | undefined {
  const lineEnd = text.lastIndexOf('\n', at - 1);
  if (lineEnd < 0) return undefined;
  const end = endOfToken(text, lineEnd);
  const isFolded = lineEnd === at - 1 && end === lineEnd;
  if (!isFolded && !BEGINS.test(text[at] ?? '') && !ENDS.test(text.slice(Math.max(0, end - 1), end))) return undefined;
  return [end, lineEnd + 1];
}

/** Where a text ends without the blanks and comments before an offset. */
function endOfToken(text: string, before: number): number {
  for (let end = before; ;) {
    const lineStart = text.lastIndexOf('\n', end - 1) + 1;
    const line = withoutComment(text.slice(lineStart, end)).trimEnd();
    if (line !== '' || lineStart === 0) return lineStart + line.length;
    end = lineStart - 1;
  }
}

/** A `#` begins a comment at the start of a line and behind a blank, unless it is in quotes. */
function withoutComment(line: string): string {
  const [code] = /^(?:"(?:[^"\\]|\\.)*"|'[^']*'|(?<=\S)#|[^#])*/.exec(line)!;
  return code;
}
