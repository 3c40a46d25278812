import type { Construct } from 'constructs';
import type { AccessLog } from './access-log';
import type { MetricsOptions } from './metrics-options';
import type { TracingOptions } from './tracing-options';
import { findTwice } from '../find-twice';
import { problem } from '../problem';

/** The access logs of one Telemetry: of two for one provider Istio keeps the last filter for both. */
export function renderAccessLogs(scope: Construct, logs: readonly AccessLog[]) {
  if (logs.length === 0) throw problem(scope, '"accessLogs" is empty: list at least one, AccessLog.off() for none, or leave it out');
  const names = logs.map(({ _provider }) => _provider);
  if (logs.length > 1 && names.includes(undefined)) {
    throw problem(scope, `has AccessLog.off() beside logs for ${names.filter(Boolean).map((name) => `"${name}"`).join(', ') || 'nothing'}: remove it, to name a provider is enough to be rid of others`);
  }
  const twice = findTwice(names, (name) => name);
  if (twice) throw problem(scope, `has two access logs for provider "${twice}", of which Istio keeps one filter: join them into one, with "||" between the expressions`);
  return logs.map((log) => log._render(scope));
}

/** The metrics of one Telemetry. */
export function renderMetrics(scope: Construct, { provider, overrides }: MetricsOptions) {
  if (!provider && !overrides?.length) throw problem(scope, '"metrics" says nothing: write "provider", or list at least one in "overrides"');
  return {
    ...(provider && { providers: [{ name: provider }] }),
    ...(overrides?.length && { overrides: overrides.map((override) => override._render(scope)) }),
  };
}

/** The tracing of one Telemetry. */
export function renderTracing(scope: Construct, { provider, samplingPercentage, tags, disabled }: TracingOptions) {
  if (samplingPercentage !== undefined && !(samplingPercentage >= 0 && samplingPercentage <= 100)) {
    throw problem(scope, `samplingPercentage is ${samplingPercentage}: write a percentage from 0 to 100`);
  }
  const named = Object.entries(tags ?? {});
  const tracing = {
    ...(provider && { providers: [{ name: provider }] }),
    ...(samplingPercentage !== undefined && { randomSamplingPercentage: samplingPercentage }),
    ...(named.length > 0 && { customTags: Object.fromEntries(named.map(([name, tag]) => [name, tag._render(scope, name)])) }),
    ...(disabled !== undefined && { disableSpanReporting: disabled }),
  };
  if (Object.keys(tracing).length === 0) throw problem(scope, '"tracing" says nothing: write "provider", "samplingPercentage", "tags" or "disabled"');
  return tracing;
}
