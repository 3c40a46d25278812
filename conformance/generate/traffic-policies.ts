import type { Random } from './random';

const PORTS = [80, 8080, 9000, 443];

/** How to connect to a service, to some of its ports in a way of their own. Hardly two policies have the same values. */
export function trafficPolicy(random: Random): object {
  return {
    ...settings(random),
    ...random.maybe(0.15, () => ({ proxyProtocol: { version: random.pick(['V1', 'V2']) } })),
    ...random.maybe(0.15, () => ({ retryBudget: retryBudget(random) })),
    ...random.maybe(0.4, () => ({ portLevelSettings: random.some(PORTS, 1, 2).map((number) => portLevel(random, number)) })),
  };
}

function portLevel(random: Random, number: number): object {
  return { port: { number }, ...settings(random) };
}

function retryBudget(random: Random): object {
  return { percent: random.between(1, 99), ...random.maybe(0.5, () => ({ minRetryConcurrency: random.between(4, 99) })) };
}

/** What a port may have of its own. */
function settings(random: Random): object {
  return {
    ...random.maybe(0.5, () => ({ connectionPool: connectionPool(random) })),
    ...random.maybe(0.4, () => ({ outlierDetection: outlierDetection(random) })),
    ...random.maybe(0.4, () => ({ loadBalancer: loadBalancer(random) })),
    ...random.maybe(0.35, () => ({ tls: tls(random) })),
  };
}

function connectionPool(random: Random): object {
  const tcp = { maxConnections: random.between(1, 999), ...random.maybe(0.4, () => ({ connectTimeout: `${random.between(11, 99)}s` })) };
  const http = {
    http2MaxRequests: random.between(1, 999),
    ...random.maybe(0.4, () => ({ http1MaxPendingRequests: random.between(1, 999), maxRetries: random.between(1, 9) })),
  };
  return random.pick<object>([{ tcp }, { http }, { tcp, http }, {}]);
}

function outlierDetection(random: Random): object {
  return random.pick<object>([
    { consecutive5xxErrors: random.between(1, 99) },
    { consecutiveGatewayErrors: random.between(1, 99), maxEjectionPercent: random.between(1, 99) },
    { consecutive5xxErrors: random.between(1, 99), minHealthPercent: random.between(1, 99) },
    {},
  ]);
}

function loadBalancer(random: Random): object {
  const simple = random.pick(['ROUND_ROBIN', 'RANDOM', 'LEAST_REQUEST', 'LEAST_CONN', 'PASSTHROUGH', 'UNSPECIFIED']);
  return random.pick<object>([
    { simple }, { simple }, { simple },
    { consistentHash: { httpHeaderName: 'x-team' } },
    { consistentHash: { useSourceIp: true, minimumRingSize: random.between(1, 999) } },
    { consistentHash: { httpHeaderName: 'x-team', ringHash: { minimumRingSize: random.between(1, 999) } } },
    { consistentHash: { httpHeaderName: 'x-team', maglev: { tableSize: random.pick([101, 503, 1009]) } } },
    { localityLbSetting: { enabled: false } },
  ]);
}

function tls(random: Random): object {
  const sni = `sni${random.int(999)}.example.com`;
  const files = { clientCertificate: '/certs/cert.pem', privateKey: '/certs/key.pem' };
  return random.pick<object>([
    { mode: 'SIMPLE', sni }, { mode: 'SIMPLE' }, { mode: 'SIMPLE', credentialName: 'certificate', sni },
    { mode: 'MUTUAL', sni, ...files }, { mode: 'MUTUAL', credentialName: 'certificate' },
    { mode: 'ISTIO_MUTUAL' }, { mode: 'ISTIO_MUTUAL', sni }, { mode: 'DISABLE' },
  ]);
}
