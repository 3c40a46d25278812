import type { Construct } from 'constructs';
import type { HttpValueMatch } from './http-match';
import { findTwice } from '../find-twice';
import { problem } from '../problem';

/** Conditions on headers, whose names do not depend on case: with two on one, only one would count. */
export function renderHeaderMatches(scope: Construct, matches: readonly HttpValueMatch[]) {
  return renderValueMatches(scope, 'header', matches, (name) => name.toLowerCase());
}

/** Conditions on parameters of the query: with two on one, only one would count. */
export function renderQueryMatches(scope: Construct, matches: readonly HttpValueMatch[]) {
  return renderValueMatches(scope, 'query parameter', matches, (name) => name);
}

function renderValueMatches(scope: Construct, what: string, matches: readonly HttpValueMatch[], keyOf: (name: string) => string) {
  const rendered = matches.map((match) => match._render(scope, what));
  const twice = findTwice(rendered, ({ name }) => keyOf(name));
  if (twice) throw problem(scope, `a match has two conditions on ${what} "${twice.name}": join them into one regular expression`);
  return rendered;
}
