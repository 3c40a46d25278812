import { optionalDuration } from './duration';
import { CLUSTER_DOMAIN } from '../../istio/mesh-defaults';
import type { Expression, Props } from '../../program/expression';
import { callOurs, enumMember, list, optional, plain, struct } from '../../program/expression';
import type { Item } from '../item';
import { NotCovered, Stage } from '../item';
import { objectItem } from '../object-item';
import type { Scope } from '../scope';
import type { Fields, SourceObject } from '../source-object';

/** A DestinationRule as `TrafficPolicy`. */
export function trafficPolicyItem(rule: SourceObject, scope: Scope): Item {
  const { host = '', trafficPolicy, ...others } = (rule.body.spec ?? {}) as Fields;
  const [field] = Object.keys(others);
  if (field !== undefined) throw new NotCovered(`it has "${field}", and constructs write the traffic policy of a whole service`);
  const { portLevelSettings, proxyProtocol, ...settings } = (trafficPolicy ?? {}) as Fields;
  return objectItem(rule, scope, {
    construct: 'TrafficPolicy',
    stage: Stage.POLICY,
    suffix: 'traffic-policy',
    nameProperty: 'policyName',
    props: {
      service: serviceOf(host, rule.namespace, scope),
      ...settingsProps(settings),
      proxyProtocol: proxyProtocol && enumMember('ProxyProtocol', proxyProtocol.version ?? 'V1'),
      ports: portLevelSettings && list(portLevelSettings.map(portExpression)),
    },
  });
}

function portExpression({ port, ...settings }: Fields): Expression {
  return struct({ port: optional(port?.number), ...settingsProps(settings) });
}

function serviceOf(host: string, namespace: string, scope: Scope): Expression {
  const entry = scope.entriesWithHost(host).find((one) => one.namespace === namespace);
  if (entry) return scope.ref(entry, namespace);
  const suffix = `.${namespace}.svc.${CLUSTER_DOMAIN}`;
  if (!host.endsWith(suffix)) throw new NotCovered(`its host "${host}" is not the full name of a Service in its namespace`);
  return scope.ref({ group: '', kind: 'Service', namespace, name: host.slice(0, -suffix.length) }, namespace);
}

function settingsProps({ loadBalancer, connectionPool, outlierDetection }: Fields): Props {
  const { localityLbSetting, ...choice } = (loadBalancer ?? {}) as Fields;
  return {
    loadBalancing: Object.keys(choice).length > 0 ? balancing(choice) : undefined,
    locality: localityLbSetting && locality(localityLbSetting),
    connections: connectionPool && connections(connectionPool),
    outlierDetection: outlierDetection && outliers(outlierDetection),
  };
}

const SIMPLE: Readonly<Record<string, string | undefined>> = { LEAST_REQUEST: 'leastRequest', ROUND_ROBIN: 'roundRobin', RANDOM: 'random' };

function balancing({ simple, consistentHash, warmup }: Fields): Expression {
  if (consistentHash) return callOurs('LoadBalancing', 'consistentHash', hashKey(consistentHash));
  const method = SIMPLE[simple ?? ''];
  if (!method) throw new NotCovered(`it balances load by "${simple}"`);
  if (!warmup) return callOurs('LoadBalancing', method);
  const spared = struct({ duration: optionalDuration(warmup.duration), minimumPercent: optional(warmup.minimumPercent) });
  return callOurs('LoadBalancing', method, struct({ warmup: spared }));
}

function hashKey({ httpHeaderName, httpCookie, httpQueryParameterName, useSourceIp }: Fields): Expression {
  if (httpHeaderName) return callOurs('HashKey', 'header', plain(httpHeaderName));
  if (httpQueryParameterName) return callOurs('HashKey', 'queryParameter', plain(httpQueryParameterName));
  if (useSourceIp) return callOurs('HashKey', 'sourceIp');
  if (!httpCookie) throw new NotCovered('its hash has no key');
  const options = struct({ path: optional(httpCookie.path), ttl: httpCookie.ttl === '0s' ? undefined : optionalDuration(httpCookie.ttl) });
  return callOurs('HashKey', 'cookie', plain(httpCookie.name ?? ''), ...(options.fields.length > 0 ? [options] : []));
}

function locality({ enabled, failover, failoverPriority, distribute }: Fields): Expression {
  if (enabled === false) return callOurs('Locality', 'ignored');
  if (failoverPriority) return callOurs('Locality', 'priority', ...failoverPriority.map(plain));
  if (failover) return callOurs('Locality', 'failover', plain(Object.fromEntries(failover.map(({ from, to }: Fields) => [from, to]))));
  return callOurs('Locality', 'distributed', ...(distribute ?? []).map(({ from, to }: Fields) => plain({ source: from, shares: to })));
}

function connections({ tcp = {}, http = {} }: Fields): Expression {
  return struct({
    maxConnections: optional(tcp.maxConnections),
    maxRequests: optional(http.http2MaxRequests),
    maxPendingRequests: optional(http.http1MaxPendingRequests),
    maxRetries: optional(http.maxRetries),
    maxRequestsPerConnection: optional(http.maxRequestsPerConnection),
    connectTimeout: optionalDuration(tcp.connectTimeout),
    idleTimeout: optionalDuration(tcp.idleTimeout),
    maxConnectionDuration: optionalDuration(tcp.maxConnectionDuration),
  });
}

function outliers(detection: Fields): Expression {
  return struct({
    consecutive5xxErrors: optional(detection.consecutive5xxErrors),
    consecutiveGatewayErrors: optional(detection.consecutiveGatewayErrors),
    consecutiveLocalOriginFailures: optional(detection.consecutiveLocalOriginFailures),
    interval: optionalDuration(detection.interval),
    baseEjectionTime: optionalDuration(detection.baseEjectionTime),
    maxEjectionPercent: optional(detection.maxEjectionPercent),
    minHealthPercent: optional(detection.minHealthPercent),
  });
}
