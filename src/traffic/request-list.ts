import type { Place, SourceFile } from '../mesh/source-file';

/** A request of a list, as it is written. */
export interface ListedRequest {
  readonly value?: unknown;
  /** Why it can't be read. */
  readonly problem?: string;
  /** Where it is; of a JSON list only the list has a place. */
  readonly place: Place;
}

/** The requests of a text: a JSON list, one JSON object, or one JSON object a line. */
export function listedRequests(file: SourceFile): ListedRequest[] {
  const { text } = file;
  const whole = parsed(file, text, 0);
  if (Array.isArray(whole.value)) return whole.value.map((value: unknown) => ({ value, place: whole.place }));
  if (whole.problem === undefined || text.trimStart().startsWith('[')) return [whole];
  let offset = 0;
  return text.split('\n').flatMap((line) => {
    const start = offset;
    offset += line.length + 1;
    return line.trim() === '' ? [] : [parsed(file, line, start)];
  });
}

function parsed(file: SourceFile, text: string, offset: number): ListedRequest {
  try {
    return { value: JSON.parse(text), place: file.place(offset) };
  } catch (error) {
    const { message } = error as Error;
    const within = Number(/ at position (\d+)/.exec(message)?.[1] ?? 0);
    return { problem: `not JSON: ${message}`, place: file.place(offset + within) };
  }
}
