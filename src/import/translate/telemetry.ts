import { targetsExpression } from './policy-target';
import type { Expression } from '../../program/expression';
import { callOurs, enumMember, list, optional, plain, struct } from '../../program/expression';
import type { Item } from '../item';
import { NotCovered, Stage } from '../item';
import { objectItem } from '../object-item';
import type { Scope } from '../scope';
import type { Fields, SourceObject } from '../source-object';

/** A Telemetry as `WaypointTelemetry`. */
export function telemetryItem(telemetry: SourceObject, scope: Scope): Item {
  const { targetRefs, selector, accessLogging, metrics, tracing } = (telemetry.body.spec ?? {}) as Fields;
  if (selector) throw new NotCovered('it selects pods by labels, and constructs write Telemetry for waypoints');
  return objectItem(telemetry, scope, {
    construct: 'WaypointTelemetry',
    stage: Stage.EXTENSION,
    suffix: 'telemetry',
    nameProperty: 'telemetryName',
    props: {
      targets: targetRefs?.length ? targetsExpression(targetRefs, { scope, namespace: telemetry.namespace }) : undefined,
      accessLogs: accessLogging && list(accessLogging.map(accessLog)),
      metrics: metrics && metricsExpression(only('metrics', metrics)),
      tracing: tracing && tracingExpression(only('tracing', tracing)),
    },
  });
}

function only(field: string, [first, ...others]: readonly Fields[]): Fields {
  if (!first || others.length > 0) throw new NotCovered(`it has not just one entry in "${field}"`);
  return first;
}

function accessLog({ providers, filter }: Fields): Expression {
  if (!providers) return callOurs('AccessLog', 'off');
  const options = filter?.expression === undefined ? [] : [plain({ filter: filter.expression })];
  return callOurs('AccessLog', 'to', plain(providers[0]?.name ?? ''), ...options);
}

function metricsExpression({ providers, overrides }: Fields): Expression {
  return struct({ provider: optional(providers?.[0]?.name), overrides: overrides && list(overrides.map(override)) });
}

function override({ match: { metric, customMetric } = {}, disabled, tagOverrides = {} }: Fields): Expression {
  const tags = Object.entries(tagOverrides as Record<string, Fields>);
  const kept = tags.filter(([, { operation }]) => operation !== 'REMOVE');
  const removed = tags.filter(([, { operation }]) => operation === 'REMOVE').map(([name]) => name);
  const options = struct({
    disabled: optional(disabled),
    tags: kept.length > 0 ? plain(Object.fromEntries(kept.map(([name, { value }]) => [name, value]))) : undefined,
    removedTags: removed.length > 0 ? plain(removed) : undefined,
  });
  if (customMetric !== undefined) return callOurs('MetricOverride', 'custom', plain(customMetric), options);
  if (metric === undefined || metric === 'ALL_METRICS') return callOurs('MetricOverride', 'all', options);
  return callOurs('MetricOverride', 'of', enumMember('IstioMetric', metric), options);
}

function tracingExpression({ providers, randomSamplingPercentage, customTags, disableSpanReporting }: Fields): Expression {
  const tags = Object.entries((customTags ?? {}) as Record<string, Fields>);
  return struct({
    provider: optional(providers?.[0]?.name),
    samplingPercentage: optional(randomSamplingPercentage),
    tags: tags.length > 0 ? struct(Object.fromEntries(tags.map(([name, tag]) => [name, traceTag(tag)]))) : undefined,
    disabled: optional(disableSpanReporting),
  });
}

function traceTag({ literal, header, environment, formatter }: Fields): Expression {
  if (literal) return callOurs('TraceTag', 'literal', plain(literal.value ?? ''));
  if (formatter) return callOurs('TraceTag', 'formatter', plain(formatter.value ?? ''));
  const { name, ...options } = header ?? environment ?? {};
  const method = header ? 'header' : 'environment';
  return callOurs('TraceTag', method, plain(name ?? ''), ...(Object.keys(options).length > 0 ? [plain(options)] : []));
}
