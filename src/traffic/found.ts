/** Something that a question names, or why it is not found: in words, what is and what was expected. */
export type Found<T> = { readonly value: T; readonly problem?: undefined } | { readonly value?: undefined; readonly problem: string };

export function found<T>(value: T): Found<T> {
  return { value };
}

export function notFound(problem: string): { readonly problem: string } {
  return { problem };
}
