import { goQuote } from '../go-text';
import type { Findings, Metadata } from './problem';
import { error, errorAt } from './problem';

const DRY_RUN = 'istio.io/dry-run';
const ALWAYS_REJECT = 'internal.istio.io/webhook-always-reject';
const INTERNAL = ['internal.istio.io/parent-namespace', 'internal.istio.io/parents'];
const BOOLEAN = /^([01tTfF]|TRUE|true|True|FALSE|false|False)$/;

/**
 * What is wrong with annotations; then the webhook looks no further.
 * @param action of an AuthorizationPolicy, the only kind that may be tried without effect
 * @see istio pkg/config/validation/validation.go validateMetadata, checkDryRunAnnotation
 */
export function metadataFindings(metadata: Metadata, action: string | undefined): Findings {
  // Most objects have no annotations.
  return Object.keys(metadata.annotations).length === 0 ? [] : annotationFindings(metadata, action);
}

function* annotationFindings({ annotations, name, namespace }: Metadata, action: string | undefined): Findings {
  const has = (key: string) => Object.hasOwn(annotations, key);
  if (has(DRY_RUN)) yield* errorAt(`metadata.annotations[${DRY_RUN}]`, dryRunProblem(annotations[DRY_RUN], action, `${namespace}/${name}`));
  if (has(ALWAYS_REJECT)) yield error(`metadata.annotations[${ALWAYS_REJECT}]`, `${goQuote(ALWAYS_REJECT)} annotation found, rejecting`);
  for (const key of INTERNAL) {
    if (has(key)) yield error(`metadata.annotations[${key}]`, `${goQuote(key)} annotation found, this may not be set by users`);
  }
}

function dryRunProblem(value: string, action: string | undefined, name: string): string | undefined {
  if (action === undefined) return `${name} has unsupported annotation ${DRY_RUN}, please remove the annotation`;
  if (action !== 'ALLOW' && action !== 'DENY') {
    return `the annotation ${DRY_RUN} currently only supports action ALLOW/DENY, found action ${action} in ${name}`;
  }
  if (BOOLEAN.test(value)) return undefined;
  return `${name} has annotation ${DRY_RUN} with invalid value (${value}): strconv.ParseBool: parsing ${goQuote(value)}: invalid syntax`;
}
