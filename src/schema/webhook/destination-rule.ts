import { exportFindings } from './export-to';
import { isDnsLabel, tagProblems, wildcardDomainProblem } from './names';
import type { Findings, Metadata, Texts } from './problem';
import { each, error, errorAt, errorIf, errorsOf } from './problem';
import { selectorFindings } from './selectors';
import type { TrafficPolicy } from './traffic-policy';
import { trafficPolicyFindings } from './traffic-policy';

interface Subset {
  readonly name?: string;
  readonly labels?: Texts;
  readonly trafficPolicy?: TrafficPolicy;
}

interface Spec {
  readonly host: string;
  readonly trafficPolicy: TrafficPolicy;
  readonly subsets: readonly Subset[];
  readonly exportTo: readonly string[];
  readonly workloadSelector: { readonly matchLabels?: Texts };
}

/** @see istio pkg/config/validation/validation.go ValidateDestinationRule */
export function* destinationRuleFindings(spec: Partial<Spec>, { namespace }: Metadata): Findings {
  const { host = '', trafficPolicy, subsets = [], exportTo, workloadSelector } = spec;
  yield* errorAt('spec.host', wildcardDomainProblem(host));
  if (trafficPolicy) yield* trafficPolicyFindings(trafficPolicy, 'spec.trafficPolicy', namespace);
  const names = subsets.map(({ name = '' }) => name);
  for (const [subset, path, index] of each(subsets, 'spec.subsets')) {
    const isRepeated = names.indexOf(names[index]) < index;
    yield* errorIf(isRepeated, `${path}.name`, `duplicate subset names: ${names[index]}`);
    yield* subsetFindings(subset, path, namespace);
  }
  yield* exportFindings(exportTo, namespace, { hasWorkloadSelector: workloadSelector !== undefined });
  if (workloadSelector) yield* selectorFindings(workloadSelector.matchLabels, 'spec.workloadSelector.matchLabels');
}

function* subsetFindings({ name = '', labels, trafficPolicy }: Subset, path: string, namespace: string): Findings {
  yield* errorAt(`${path}.name`, subsetNameProblem(name));
  for (const problem of tagProblems(labels)) yield error(`${path}.labels`, problem);
  if (trafficPolicy) yield* errorsOf(trafficPolicyFindings(trafficPolicy, `${path}.trafficPolicy`, namespace));
}

/** What is wrong with the name of a subset. @see validateSubsetName */
export function subsetNameProblem(name: string): string | undefined {
  if (name === '') return 'subset name cannot be empty';
  return isDnsLabel(name) ? undefined : `subset name is invalid: ${name}`;
}
