import { contentOf } from './content';
import { isObject } from './go-text';
import { CUSTOM_KINDS } from './kinds/index.generated';
import type { KubernetesObject } from './object';
import { groupVersionKind } from './object';
import { authorizationPolicyFindings } from './webhook/authorization-policy';
import { destinationRuleFindings } from './webhook/destination-rule';
import { envoyFilterFindings } from './webhook/envoy-filter';
import { extensionFindings } from './webhook/extensions';
import { gatewayFindings } from './webhook/gateway';
import { metadataFindings } from './webhook/metadata';
import { peerAuthenticationFindings } from './webhook/peer-authentication';
import type { Metadata, SpecCheck, Texts, WebhookFinding } from './webhook/problem';
import { proxyConfigFindings } from './webhook/proxy-config';
import { requestAuthenticationFindings } from './webhook/request-authentication';
import { serviceEntryFindings } from './webhook/service-entry';
import { telemetryFindings } from './webhook/telemetry';
import { virtualServiceFindings } from './webhook/virtual-service';
import { workloadEntryFindings } from './webhook/workload-entry';
import { workloadGroupFindings } from './webhook/workload-group';

/**
 * By group and kind. The specs are of the types that the schemas demand. Of EnvoyFilter and Sidecar only the annotations are
 * checked: what Istio asks of their specs is not known here.
 */
const CHECKS: Record<string, SpecCheck<object> | undefined> = {
  'extensions.istio.io/TrafficExtension': extensionFindings,
  'extensions.istio.io/WasmPlugin': extensionFindings,
  'networking.istio.io/DestinationRule': destinationRuleFindings,
  'networking.istio.io/EnvoyFilter': envoyFilterFindings,
  'networking.istio.io/Gateway': gatewayFindings,
  'networking.istio.io/ProxyConfig': proxyConfigFindings,
  'networking.istio.io/ServiceEntry': serviceEntryFindings,
  'networking.istio.io/Sidecar': () => [],
  'networking.istio.io/VirtualService': virtualServiceFindings,
  'networking.istio.io/WorkloadEntry': workloadEntryFindings,
  'networking.istio.io/WorkloadGroup': workloadGroupFindings,
  'security.istio.io/AuthorizationPolicy': authorizationPolicyFindings,
  'security.istio.io/PeerAuthentication': peerAuthenticationFindings,
  'security.istio.io/RequestAuthentication': requestAuthenticationFindings,
  'telemetry.istio.io/Telemetry': telemetryFindings,
};

/**
 * What Istio's validation webhook says of an object; of one that it refuses it gives no warnings. The API server asks it only
 * about objects that it would take itself: one that `validateObject` finds fault with must not be given to this function.
 * @see istio pkg/webhooks/validation/server/server.go validate
 */
export function webhookFindings(object: KubernetesObject): WebhookFinding[] {
  const { name } = groupVersionKind(object);
  const check = CHECKS[name];
  if (!check) return [];
  const { spec = {} } = contentOf(object, CUSTOM_KINDS[name]!).complete as { readonly spec?: object };
  const metadata = metadataOf(object.metadata);
  const rejection = [...metadataFindings(metadata, object.kind === 'AuthorizationPolicy' ? actionOf(spec) : undefined)];
  const findings = rejection.length > 0 ? rejection : [...check(spec, metadata)];
  if (findings.length === 0) return findings;
  const errors = findings.filter(({ severity }) => severity === 'error');
  return errors.length > 0 ? errors : findings;
}

const NO_TEXTS: Texts = {};

/** As Go reads it: null is as if the field were not there, and an empty text within labels and annotations. */
function metadataOf(value: unknown): Metadata {
  const { name, namespace, labels, annotations } = isObject(value) ? value : {} as Record<string, unknown>;
  return {
    name: textOf(name, ''),
    namespace: textOf(namespace, 'default'),
    labels: textsOf(labels),
    annotations: textsOf(annotations),
  };
}

function textOf(value: unknown, absent: string): string {
  return typeof value === 'string' ? value : absent;
}

function textsOf(texts: unknown): Texts {
  if (!isObject(texts)) return NO_TEXTS;
  const values = Object.values(texts);
  return (values.includes(null) ? Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, text ?? ''])) : texts) as Texts;
}

function actionOf({ action = 'ALLOW' }: { readonly action?: string }): string {
  return action;
}
