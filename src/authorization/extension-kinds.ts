import { EXTENSIONS_GROUP, GATEWAY_API_GROUP, NETWORKING_GROUP, TELEMETRY_GROUP } from '../istio/groups';
import type { Kind } from '../mesh/kinds/kind';

/** Kinds that say more to a proxy than the engine looks at: of their fields nothing is read but what they attach to. */
export const TELEMETRY = kindOf(TELEMETRY_GROUP, 'Telemetry');
export const ENVOY_FILTER = kindOf(NETWORKING_GROUP, 'EnvoyFilter');
export const TRAFFIC_EXTENSION = kindOf(EXTENSIONS_GROUP, 'TrafficExtension');
export const WASM_PLUGIN = kindOf(EXTENSIONS_GROUP, 'WasmPlugin');
export const BACKEND_TLS_POLICY = kindOf(GATEWAY_API_GROUP, 'BackendTLSPolicy');

function kindOf(group: string, kind: string): Kind {
  return { group, kind, namespaced: true, fields: {} };
}
