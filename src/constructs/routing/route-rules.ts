import type { Construct } from 'constructs';
import type { Backend } from './backend';
import { problem } from '../problem';

/** The two ways to say what a route does. */
interface RulesOrBackends<Rule> {
  readonly rules?: Rule[];
  readonly backends?: Backend[];
}

/** The rules of a route: those that are given, or the one that sends all to the backends. */
export function requireRules<Rule>(
  scope: Construct, { rules, backends }: RulesOrBackends<Rule>, sendTo: (backends: Backend[]) => Rule,
): Rule[] {
  if (rules && backends) throw problem(scope, 'has "rules" and "backends": write one of the two');
  if (backends) return [sendTo(backends)];
  if (!rules?.length) throw problem(scope, 'has no rules: list at least one in "rules", or write "backends"');
  return rules;
}
