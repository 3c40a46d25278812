import { goQuote } from '../go-text';
import type { Findings, Texts, WebhookFinding } from './problem';
import { each, eachValue, error, warningIf } from './problem';

interface TargetReference {
  readonly group?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
}

/** The fields by which a policy says what it is for. */
export interface Targeted {
  readonly selector?: { readonly matchLabels?: Texts };
  readonly targetRef?: TargetReference;
  readonly targetRefs?: readonly TargetReference[];
}

const TARGETS = ['core/Service', 'networking.istio.io/ServiceEntry', 'gateway.networking.k8s.io/Gateway', 'gateway.networking.k8s.io/GatewayClass'];
const TARGETS_TEXT = '[core/v1/Service networking.istio.io/v1/ServiceEntry gateway.networking.k8s.io/v1/Gateway gateway.networking.k8s.io/v1/GatewayClass]';

/**
 * What is wrong with the targets of a policy.
 * @see istio pkg/config/validation/validation.go validateOneOfSelectorType, validatePolicyTargetReference
 */
export function targetFindings({ selector, targetRef, targetRefs = [] }: Targeted): Findings {
  const ways = Number(Boolean(selector)) + Number(Boolean(targetRef)) + Number(Boolean(targetRefs[0]));
  const findings: WebhookFinding[] = [];
  if (ways > 1) findings.push(error('spec', 'only one of targetRefs or workloadSelector can be set'));
  if (selector) findings.push(...selectorFindings(selector.matchLabels, 'spec.selector.matchLabels'));
  if (targetRef) checkTargetReference(targetRef, 'spec.targetRef', findings);
  for (const [reference, path] of each(targetRefs, 'spec.targetRefs')) checkTargetReference(reference, path, findings);
  return findings;
}

/** What is wrong with the labels by which workloads are selected. @see validateWorkloadSelector */
export function* selectorFindings(labels: Texts = {}, path: string): Findings {
  for (const [value, field, key] of eachValue(labels, path)) yield* selectorLabelFindings(key, value, field);
  yield* warningIf(Object.keys(labels).length === 0, path, 'workload selector specified without labels');
}

/** What is wrong with one of them. */
export function* selectorLabelFindings(key: string, value: string, path: string): Findings {
  if (key === '') yield error(path, `empty key is not supported in selector: ${goQuote(`${key}=${value}`)}`);
  if (key.includes('*') || value.includes('*')) yield error(path, `wildcard is not supported in selector: ${goQuote(`${key}=${value}`)}`);
}

function checkTargetReference({ group = '', kind = '', name, namespace }: TargetReference, path: string, findings: WebhookFinding[]): void {
  if (!name) findings.push(error(`${path}.name`, 'targetRef name must be set'));
  if (namespace) findings.push(error(`${path}.namespace`, 'targetRef namespace must not be set; cross namespace referencing is not supported'));
  if (!TARGETS.includes(`${group || 'core'}/${kind}`)) {
    findings.push(error(path, `targetRef must be to one of ${TARGETS_TEXT} but was ${group}/${kind}`));
  }
}
