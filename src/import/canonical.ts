import type { Fields } from './source-object';
import { readOverlay } from '../binding/gateway/overlay-text';
import { OVERLAY_KEYS } from '../istio/overlay-keys';
import { isMapping } from '../mesh/fields';
import type { FieldPath } from '../mesh/positions';
import { takeIn } from '../schema/defaults';
import { milliseconds } from '../schema/go-duration';
import { CUSTOM_KINDS } from '../schema/kinds/index.generated';
import { groupVersionKind } from '../schema/object';

/**
 * An object in the form in which two are compared: equal objects are those that mean the same to an API server and to Istio.
 * docs/import.md lists what that comes to.
 */
export function canonical(object: Fields): Fields {
  const { version, name } = groupVersionKind(object);
  const custom = CUSTOM_KINDS[name];
  const isServed = custom?.versions.includes(version);
  const complete = isServed ? takeIn(custom!.schema(), object) as Fields : object;
  const spelled = SPELLINGS[name]?.(complete) ?? complete;
  return { ...spelled, apiVersion: isServed ? name : object.apiVersion, kind: object.kind, metadata: metadataOf(object) };
}

/** The first field in which two objects in canonical form differ. What is null is as if it were absent. */
export function firstDifference(a: unknown, b: unknown, path: FieldPath = []): FieldPath | undefined {
  if (isMapping(a) && isMapping(b)) return differenceIn([...new Set([...Object.keys(a), ...Object.keys(b)])], a, b, path);
  if (Array.isArray(a) && Array.isArray(b)) return differenceIn([...(a.length > b.length ? a : b).keys()], a, b, path);
  return Object.is(a ?? undefined, b ?? undefined) ? undefined : path;
}

function differenceIn(steps: readonly (string | number)[], a: any, b: any, path: FieldPath): FieldPath | undefined {
  for (const step of steps) {
    const difference = firstDifference(a[step], b[step], [...path, step]);
    if (difference) return difference;
  }
  return undefined;
}

function metadataOf({ metadata }: Fields): Fields {
  const filled = Object.entries(metadata as Fields).filter(([name, value]) => {
    return !['labels', 'annotations'].includes(name) || Object.keys((value ?? {}) as Fields).length > 0;
  });
  return Object.fromEntries(filled);
}

/** What the owner of a kind reads as the same. */
const SPELLINGS: Readonly<Record<string, ((object: Fields) => Fields) | undefined>> = {
  'gateway.networking.k8s.io/Gateway': (gateway) => ({ ...gateway, spec: withSortedSelectors(gateway.spec) }),
  'gateway.networking.k8s.io/HTTPRoute': (route) => ({ ...route, spec: { ...route.spec, rules: route.spec?.rules?.map(withMilliseconds) } }),
  'gateway.networking.k8s.io/GRPCRoute': (route) => ({ ...route, spec: { ...route.spec, rules: route.spec?.rules ?? [] } }),
  'security.istio.io/AuthorizationPolicy': policySpelling,
  'security.istio.io/RequestAuthentication': targetSpelling,
  'telemetry.istio.io/Telemetry': targetSpelling,
  'extensions.istio.io/WasmPlugin': (plugin) => targetSpelling({ ...plugin, spec: { type: 'HTTP', failStrategy: 'FAIL_CLOSE', ...plugin.spec } }),
  'extensions.istio.io/TrafficExtension': targetSpelling,
  'networking.istio.io/EnvoyFilter': targetSpelling,
  'autoscaling/HorizontalPodAutoscaler': autoscalerSpelling,
  '/ConfigMap': parametersSpelling,
};

/** The values of an expression are a set. */
function withSortedSelectors(spec: Fields): Fields {
  const sorted = (selector: Fields) => ({
    ...selector,
    matchExpressions: selector.matchExpressions?.map((one: Fields) => ({ ...one, values: one.values && [...one.values].sort() })),
  });
  return {
    ...spec,
    listeners: spec.listeners?.map((listener: Fields) => {
      const { selector } = listener.allowedRoutes?.namespaces ?? {};
      if (!selector) return listener;
      const { allowedRoutes } = listener;
      return { ...listener, allowedRoutes: { ...allowedRoutes, namespaces: { ...allowedRoutes.namespaces, selector: sorted(selector) } } };
    }),
  };
}

/** `180s` is `3m`. */
function withMilliseconds(rule: Fields): Fields {
  const { timeouts, retry } = rule;
  return {
    ...rule,
    ...(timeouts && { timeouts: withValues(timeouts, (text) => milliseconds(text) ?? text) }),
    ...(retry?.backoff && { retry: { ...retry, backoff: milliseconds(retry.backoff) ?? retry.backoff } }),
  };
}

/** Istio reads an action that is not written as ALLOW, and an empty list of rules as none. */
function policySpelling(object: Fields): Fields {
  const policy = targetSpelling(object);
  const { rules, ...spec } = policy.spec ?? {};
  return { ...policy, spec: { action: 'ALLOW', ...spec, ...(rules?.length > 0 && { rules }) } };
}

/** The group that a target does not write is the core group. */
function targetSpelling(object: Fields): Fields {
  const targetRefs = object.spec?.targetRefs?.map((ref: Fields) => ({ group: '', ...ref }));
  return targetRefs ? { ...object, spec: { ...object.spec, targetRefs } } : object;
}

/** @see k8s.io/kubernetes pkg/apis/autoscaling/v2/defaults.go SetDefaults_HorizontalPodAutoscaler */
function autoscalerSpelling(object: Fields): Fields {
  const metrics = [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } }];
  return { ...object, spec: { minReplicas: 1, ...object.spec, metrics: object.spec?.metrics?.length > 0 ? object.spec.metrics : metrics } };
}

/** What a ConfigMap tells Istio about a Gateway is YAML: that is compared by its values. */
function parametersSpelling(object: Fields): Fields {
  const isParameters = isMapping(object.data) && Object.keys(object.data).length > 0
    && Object.keys(object.data).every((key) => OVERLAY_KEYS.includes(key));
  if (!isParameters) return object;
  return { ...object, data: withValues(object.data, (text) => readOverlay(text).value ?? text) };
}

function withValues(map: Fields, valueOf: (value: any) => unknown): Fields {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, valueOf(value)]));
}
