const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\n': '&#10;', '\r': '&#13;', '\t': '&#9;',
};

/** A text as the value of an XML attribute, with its quotes. What XML 1.0 can't hold becomes `\uFFFD`. */
export function xmlText(text: string): string {
  const legal = text.replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Cs}/gu, '\uFFFD');
  return `"${legal.replace(/[&<>"\n\r\t]/g, (character) => ESCAPES[character])}"`;
}
