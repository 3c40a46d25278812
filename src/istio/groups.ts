/** API groups and the versions that the constructs write. */
export const GATEWAY_API_GROUP = 'gateway.networking.k8s.io';
export const GATEWAY_API_VERSION = `${GATEWAY_API_GROUP}/v1`;
export const NETWORKING_GROUP = 'networking.istio.io';
export const NETWORKING_VERSION = `${NETWORKING_GROUP}/v1`;
export const ENVOY_FILTER_VERSION = `${NETWORKING_GROUP}/v1alpha3`;
export const PROXY_CONFIG_VERSION = `${NETWORKING_GROUP}/v1beta1`;
export const SECURITY_GROUP = 'security.istio.io';
export const SECURITY_VERSION = `${SECURITY_GROUP}/v1`;
export const TELEMETRY_GROUP = 'telemetry.istio.io';
export const TELEMETRY_VERSION = `${TELEMETRY_GROUP}/v1`;
export const EXTENSIONS_GROUP = 'extensions.istio.io';
export const EXTENSIONS_VERSION = `${EXTENSIONS_GROUP}/v1alpha1`;
export const ARGO_CD_GROUP = 'argoproj.io';
export const ARGO_CD_VERSION = `${ARGO_CD_GROUP}/v1alpha1`;

/** The API group of an object, `""` for the core group. */
export function groupOf({ apiVersion }: { readonly apiVersion?: unknown }): string {
  const text = String(apiVersion);
  return text.slice(0, Math.max(0, text.indexOf('/')));
}
