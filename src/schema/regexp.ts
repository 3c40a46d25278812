const compiled = new Map<string, RegExp>();

/**
 * Compiles a pattern of Go's regular expressions. What the schemas use of them means the same in JavaScript, but for the
 * flag `(?i)`, which JavaScript takes only beside the pattern.
 * @throws SyntaxError for a pattern that is no regular expression
 */
export function goRegExp(pattern: string): RegExp {
  let expression = compiled.get(pattern);
  if (!expression) {
    expression = new RegExp(pattern.replace('(?i)', ''), pattern.includes('(?i)') ? 'i' : '');
    compiled.set(pattern, expression);
  }
  return expression;
}
