import type { Findings } from './problem';
import { each, eachValue, errorAt, errorIf, warningIf } from './problem';
import type { Targeted } from './selectors';
import { targetFindings } from './selectors';
import { parse } from '../cel/parser';

interface WithProviders {
  readonly providers?: readonly { readonly name?: string }[];
}

interface CustomTag {
  readonly literal?: { readonly value?: string };
  readonly header?: { readonly name?: string };
  readonly environment?: { readonly name?: string };
}

interface Tracing extends WithProviders {
  readonly randomSamplingPercentage?: number;
  readonly customTags?: Readonly<Record<string, CustomTag>>;
}

interface TagOverride {
  readonly operation?: string;
  readonly value?: string;
}

interface Override {
  readonly match?: { readonly customMetric?: string };
  readonly tagOverrides?: Readonly<Record<string, TagOverride>>;
}

interface AccessLogging extends WithProviders {
  readonly filter?: { readonly expression?: string };
}

interface Spec extends Targeted {
  readonly metrics: readonly (WithProviders & { readonly overrides?: readonly Override[] })[];
  readonly tracing: readonly Tracing[];
  readonly accessLogging: readonly AccessLogging[];
}

/** @see istio pkg/config/validation/validation.go ValidateTelemetry */
export function* telemetryFindings(spec: Partial<Spec>): Findings {
  yield* targetFindings(spec);
  for (const [{ providers, overrides }, path] of each(spec.metrics, 'spec.metrics')) {
    yield* providerFindings(providers, path);
    for (const [override, field] of each(overrides, `${path}.overrides`)) yield* overrideFindings(override, field);
  }
  yield* warningIf((spec.tracing ?? []).length > 1, 'spec.tracing', 'multiple tracing is not currently supported');
  for (const [tracing, path] of each(spec.tracing, 'spec.tracing')) yield* tracingFindings(tracing, path);
  for (const [logging, path] of each(spec.accessLogging, 'spec.accessLogging')) yield* accessLoggingFindings(logging, path);
}

function* providerFindings(providers: WithProviders['providers'], path: string): Findings {
  const nameless = (providers ?? []).findIndex(({ name }) => !name);
  yield* errorIf(nameless >= 0, `${path}.providers[${nameless}].name`, 'providers.name may not be empty');
}

function* overrideFindings({ match, tagOverrides }: Override, path: string): Findings {
  for (const [override, field, name] of eachValue(tagOverrides, `${path}.tagOverrides`)) {
    yield* warningIf(name === '', field, 'tagOverrides.name may not be empty');
    yield* errorAt(field, tagOverrideProblem(override));
  }
  yield* errorIf(match?.customMetric === '', `${path}.match.customMetric`, 'customMetric may not be empty');
}

function tagOverrideProblem({ operation = 'UPSERT', value = '' }: TagOverride): string | undefined {
  if (operation === 'UPSERT' && value === '') return 'tagOverrides.value must be set when operation is UPSERT';
  return operation === 'REMOVE' && value !== '' ? 'tagOverrides.value may only be set when operation is UPSERT' : undefined;
}

function* tracingFindings({ providers = [], randomSamplingPercentage: share = 0, customTags }: Tracing, path: string): Findings {
  yield* warningIf(providers.length > 1, `${path}.providers`, 'multiple providers is not currently supported');
  yield* providerFindings(providers, path);
  yield* errorIf(share < 0 || share > 100, `${path}.randomSamplingPercentage`, 'randomSamplingPercentage must be in range [0.0, 100.0]');
  for (const [tag, field, name] of eachValue(customTags, `${path}.customTags`)) {
    yield* errorIf(name === '', field, 'tag name may not be empty');
    yield* errorAt(field, customTagProblem(tag));
  }
}

function customTagProblem({ literal, header, environment }: CustomTag): string | undefined {
  if (literal && !literal.value) return 'literal tag value may not be empty';
  if (header && !header.name) return 'header tag name may not be empty';
  return environment && !environment.name ? 'environment tag name may not be empty' : undefined;
}

function* accessLoggingFindings({ providers, filter }: AccessLogging, path: string): Findings {
  if (filter) yield* errorAt(`${path}.filter.expression`, expressionProblem(filter.expression ?? ''));
  yield* providerFindings(providers, path);
}

function expressionProblem(expression: string): string | undefined {
  try {
    parse(expression);
    return undefined;
  } catch (error) {
    return `must be a valid CEL expression, ${(error as Error).message}`;
  }
}
