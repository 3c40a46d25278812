import { Resolution } from '../../src/registry/mesh-service';
import type { Cluster } from '../../src/routing/cluster';
import type { BackendSetting, BackendSettings, SettingName } from '../../src/routing/traffic-policy';
import { milliseconds } from '../../src/schema/go-duration';
import type { Fact } from '../compare/facts';

type Value = Readonly<Record<string, any>>;

/** What a setting makes of a cluster, in the judge's form. */
const EFFECTS: Readonly<Record<Exclude<SettingName, 'loadBalancer'>, (value: Value, cluster: Cluster) => Fact>> = {
  connectionPool: ({ tcp = {}, http = {} }) => present({
    maxConnections: tcp.maxConnections,
    connectTimeout: tcp.connectTimeout === undefined ? undefined : milliseconds(tcp.connectTimeout as string),
    http1MaxPendingRequests: http.http1MaxPendingRequests,
    http2MaxRequests: http.http2MaxRequests,
    maxRetries: http.maxRetries,
  }),
  outlierDetection: ({ consecutive5xxErrors = null, consecutiveGatewayErrors = null, maxEjectionPercent = null, minHealthPercent = 0 }) =>
    ({ outlierDetection: { consecutive5xxErrors, consecutiveGatewayErrors, maxEjectionPercent, minHealthPercent } }),
  tls: ({ mode, sni }, cluster) => mode === 'DISABLE' ? {} : ({ tls: { sni: sni ?? (mode === 'ISTIO_MUTUAL' ? meshName(cluster) : ''), mode } }),
  proxyProtocol: ({ version }) => ({ proxyProtocol: version }),
  retryBudget: ({ percent, minRetryConcurrency = 3 }) => ({ retryBudget: { percent, minRetryConcurrency } }),
};

/** What settings make of a cluster, in the judge's form. */
export function settingsFact(cluster: Cluster, settings: BackendSettings | undefined): Fact {
  const applied = settings?.applied ?? [];
  const isHeadless = cluster.service?.resolution === Resolution.PASSTHROUGH;
  const loadBalancer = isHeadless ? DIALLED : balancerText(applied.find(({ name }) => name === 'loadBalancer'));
  // Of these the judge can't tell whether a rule asks for certificates of the mesh.
  const isTold = ({ name, value }: BackendSetting) => name !== 'tls' || value.mode !== 'ISTIO_MUTUAL' || loadBalancer !== DIALLED;
  const facts = applied.filter(isTold).flatMap(({ name, value }) => name === 'loadBalancer' ? [] : EFFECTS[name](value as Value, cluster));
  return Object.assign({ loadBalancer }, ...facts) as Fact;
}

/** The endpoint is the address that the client dialled. */
const DIALLED = 'CLUSTER_PROVIDED';

const BALANCERS: Readonly<Record<string, string>> = { ROUND_ROBIN: 'ROUND_ROBIN', RANDOM: 'RANDOM', PASSTHROUGH: DIALLED };

function balancerText(setting: BackendSetting | undefined): string {
  const { simple, consistentHash } = (setting?.value ?? {}) as Value;
  if (!consistentHash) return BALANCERS[simple as string] ?? 'LEAST_REQUEST';
  const { maglev, ringHash, minimumRingSize } = consistentHash as Value;
  if (maglev) return `MAGLEV value:${maglev.tableSize}`;
  return `RING_HASH value:${(ringHash ?? {}).minimumRingSize ?? minimumRingSize ?? 1024}`;
}

function present(fact: Fact): Fact {
  return Object.fromEntries(Object.entries(fact).filter(([, value]) => value !== undefined));
}

/** The name that certificates of the mesh are asked for. */
function meshName({ host, port, subset = '' }: Cluster): string {
  return `outbound_.${port}_.${subset}_.${host}`;
}
