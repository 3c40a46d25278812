import type { ClientTls } from './client-tls';
import { clientTlsFindings } from './client-tls';
import type { ConnectionPool } from './connection-pool';
import { connectionPoolFindings } from './connection-pool';
import { durationTextProblem, optionalDurationProblem } from './durations';
import type { LoadBalancer } from './load-balancer';
import { loadBalancerFindings } from './load-balancer';
import { domainProblem, isAddress, portProblem } from './names';
import type { Findings } from './problem';
import { each, error, errorAt, errorIf, errorsOf, warningIf } from './problem';

interface OutlierDetection {
  readonly baseEjectionTime?: string;
  readonly interval?: string;
  readonly consecutiveErrors?: number;
  readonly splitExternalLocalOriginErrors?: boolean;
  readonly consecutiveLocalOriginFailures?: number;
  readonly maxEjectionPercent?: number;
  readonly minHealthPercent?: number;
}

interface Settings {
  readonly connectionPool?: ConnectionPool;
  readonly outlierDetection?: OutlierDetection;
  readonly loadBalancer?: LoadBalancer;
  readonly tls?: ClientTls;
}

interface PortSettings extends Settings {
  readonly port?: object;
}

interface Tunnel {
  readonly protocol?: string;
  readonly targetHost?: string;
  readonly targetPort?: number;
}

export interface TrafficPolicy extends Settings {
  readonly portLevelSettings?: readonly PortSettings[];
  readonly tunnel?: Tunnel;
  readonly proxyProtocol?: object;
  readonly retryBudget?: { readonly budgetInterval?: string };
}

/**
 * What is wrong with a traffic policy.
 * @param namespace that of the DestinationRule
 * @see istio pkg/config/validation/validation.go validateTrafficPolicy
 */
export function* trafficPolicyFindings(policy: TrafficPolicy, path: string, namespace: string): Findings {
  const { portLevelSettings, tunnel, proxyProtocol, retryBudget } = policy;
  yield* errorAt(`${path}.retryBudget.budgetInterval`, durationTextProblem(retryBudget?.budgetInterval));
  const hasOthers = [portLevelSettings?.[0], tunnel, proxyProtocol, retryBudget].some((setting) => setting !== undefined);
  if (!hasSettings(policy) && !hasOthers) return yield error(path, 'traffic policy must have at least one field');
  if (tunnel && proxyProtocol) return yield error(path, 'tunnel and proxyProtocol must not be set together');
  yield* settingsFindings(policy, path, namespace);
  for (const [settings, field] of each(portLevelSettings, `${path}.portLevelSettings`)) {
    yield* errorIf(!settings.port, `${field}.port`, 'portTrafficPolicy must have valid port');
    yield* errorIf(!hasSettings(settings), field, 'port traffic policy must have at least one field');
    yield* errorsOf(settingsFindings(settings, field, namespace));
  }
  if (tunnel) yield* tunnelFindings(tunnel, `${path}.tunnel`);
}

function hasSettings({ outlierDetection, connectionPool, loadBalancer, tls }: Settings): boolean {
  return [outlierDetection, connectionPool, loadBalancer, tls].some((settings) => settings !== undefined);
}

function* settingsFindings({ outlierDetection, connectionPool, loadBalancer, tls }: Settings, path: string, namespace: string): Findings {
  if (outlierDetection) yield* outlierFindings(outlierDetection, `${path}.outlierDetection`);
  if (connectionPool) yield* connectionPoolFindings(connectionPool, `${path}.connectionPool`);
  if (loadBalancer) yield* loadBalancerFindings(loadBalancer, `${path}.loadBalancer`, outlierDetection !== undefined);
  if (tls) yield* clientTlsFindings(tls, `${path}.tls`, namespace);
}

/** @see validateOutlierDetection */
function* outlierFindings(outlier: OutlierDetection, path: string): Findings {
  const { consecutiveErrors = 0, splitExternalLocalOriginErrors, consecutiveLocalOriginFailures = 0 } = outlier;
  for (const field of ['baseEjectionTime', 'interval'] as const) yield* errorAt(`${path}.${field}`, optionalDurationProblem(outlier[field]));
  yield* warningIf(consecutiveErrors !== 0, `${path}.consecutiveErrors`, 'outlier detection consecutive errors is deprecated, use consecutiveGatewayErrors or consecutive5xxErrors instead');
  const isIgnored = !splitExternalLocalOriginErrors && consecutiveLocalOriginFailures > 0;
  yield* errorIf(isIgnored, `${path}.consecutiveLocalOriginFailures`, 'outlier detection consecutive local origin failures is specified, but split external local origin errors is set to false');
  for (const field of ['maxEjectionPercent', 'minHealthPercent'] as const) {
    const percent = outlier[field] ?? 0;
    yield* errorIf(percent < 0 || percent > 100, `${path}.${field}`, `percentage ${percent} is not in range 0..100`);
  }
}

/** @see validateTunnelSettings */
function* tunnelFindings({ protocol = '', targetHost = '', targetPort = 0 }: Tunnel, path: string): Findings {
  const problem = domainProblem(targetHost);
  const isHost = problem === undefined || isAddress(targetHost);
  const port = portProblem(targetPort);
  yield* errorIf(!['', 'CONNECT', 'POST'].includes(protocol), `${path}.protocol`, 'tunnel protocol must be "CONNECT" or "POST"');
  yield* errorIf(!isHost, `${path}.targetHost`, `tunnel target host must be valid FQDN or IP address: ${problem}; ${targetHost} is not a valid IP`);
  yield* errorIf(port !== undefined, `${path}.targetPort`, `tunnel target port is invalid: ${port}`);
}
