import type { Command } from 'commander';
import { InvalidArgumentError, Option } from 'commander';
import type { Suppression } from '../lint/suppression';
import { parseSuppression } from '../lint/suppression';

/** What findings are written as, the default first. */
export const LINT_OUTPUTS = ['text', 'json', 'sarif', 'junit', 'github', 'markdown'];

/** Adds the options of `waypoint lint`. */
export function addLintOptions(command: Command): Command {
  return command
    .addOption(new Option('--fail-on <severity>', 'exit with 1 from this severity on').choices(['error', 'warning', 'info']).default('error'))
    .option('--rule <rule>', 'look for this mistake only; repeatable', (rule, others: readonly string[] = []) => [...others, rule])
    .option('--suppress <suppression>', 'RULE=KIND/NAMESPACE/NAME: do not report a rule for some objects (* allowed), ": reason" may follow; repeatable', collectSuppression)
    .option('--suppressions <file>', 'a YAML file of suppressions, each with rule, objects and reason')
    .option('--fix', 'mend what can be mended for certain, in the files, and report the rest')
    .option('--explain [rule]', 'say what a rule is about, or what rules there are, and read nothing');
}

function collectSuppression(text: string, others: readonly Suppression[] = []): Suppression[] {
  const suppression = parseSuppression(text);
  if (!suppression) throw new InvalidArgumentError('Expected RULE=KIND/NAMESPACE/NAME, for example unused-waypoint=Gateway/shop/*');
  return [...others, suppression];
}
