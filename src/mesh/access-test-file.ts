/** What a file of access tests begins a line with, and what an object does. */
const TESTS = /^(?:tests|"tests"|\{\s*"tests")\s*:/m;
const OBJECT = /^["']?(?:kind|apiVersion)["']?\s*:/m;

/** Whether a text is a file of access tests: it has the key `tests` at its top, and is no object. */
export function isAccessTestFile(text: string): boolean {
  // Objects are the rule, and say so in their first lines.
  return !OBJECT.test(text) && TESTS.test(text);
}
