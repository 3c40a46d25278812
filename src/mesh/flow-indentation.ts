import { YAMLException } from 'js-yaml';

/** What a line between brackets begins with, or ends with, and hardly ever one in quotes. */
const BEGINS = /[[\]{}]/;
const ENDS = /[[{,:]$/;

/**
 * Parses a text as Kubernetes does: between brackets, and in what stands in quotes, it does not look at indentation, as YAML asks for.
 * Places in the text that is parsed are those of the text that is given.
 * @param parse parses YAML by its letter
 * @throws what `parse` throws for anything else
 */
export function parseLoosely<T>(text: string, parse: (text: string) => T): T {
  for (let current = text; ;) {
    try {
      return parse(current);
    } catch (error) {
      const joined = error instanceof YAMLException && error.reason === 'deficient indentation' ? joinLine(current, error.mark?.position) : undefined;
      if (joined === undefined) throw error;
      current = joined;
    }
  }
}

/** Puts a line behind what is before it, by blanks in place of the line end; undefined where that might change a text in quotes. */
function joinLine(text: string, at: number = 0): string | undefined {
  const lineEnd = text.lastIndexOf('\n', at - 1);
  if (lineEnd < 0) return undefined;
  const before = endOfToken(text.slice(0, lineEnd));
  const isFolded = lineEnd === at - 1 && before.length === lineEnd;
  if (!isFolded && !BEGINS.test(text[at] ?? '') && !ENDS.test(before)) return undefined;
  return before.padEnd(lineEnd + 1) + text.slice(lineEnd + 1);
}

/** A text without the blanks and comments at its end. */
function endOfToken(text: string): string {
  let end = text;
  for (;;) {
    const lineStart = end.lastIndexOf('\n') + 1;
    const line = withoutComment(end.slice(lineStart)).trimEnd();
    if (line !== '' || lineStart === 0) return end.slice(0, lineStart) + line;
    end = end.slice(0, lineStart - 1);
  }
}

/** A `#` begins a comment at the start of a line and behind a blank, unless it is in quotes. */
function withoutComment(line: string): string {
  const [code] = /^(?:"(?:[^"\\]|\\.)*"|'[^']*'|(?<=\S)#|[^#])*/.exec(line)!;
  return code;
}
