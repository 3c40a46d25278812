import { printable } from './style';

/** Text in a cell of a table: what Markdown or HTML would act upon is escaped. */
export function cell(text: string): string {
  return printable(text).replace(/[\\`*_{}[\]<>|#@&~]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** The same, set in the type of code. */
export function code(text: string): string {
  return `<code>${cell(text)}</code>`;
}
