import type { Gateway } from '../../binding/gateway/controller';
import type { Listener } from '../../mesh/kinds/gateway-api';
import type { MeshObjects } from '../../mesh/mesh-objects';
import type { ConfigError } from '../config-error';
import { joinErrors } from '../config-error';
import { isGranted } from '../reference-grants';

type ListenerTls = NonNullable<Listener['tls']>;
type CertificateRef = NonNullable<ListenerTls['certificateRefs']>[number];

const TERMINATE_MODE = 'gateway.istio.io/tls-terminate-mode';
const OWN_CERTIFICATES: ReadonlySet<string | undefined> = new Set(['ISTIO_SIMPLE', 'ISTIO_MUTUAL']);
const INVALID_REFERENCE = 'InvalidCertificateRef';

/** Why a listener has no certificate because the reference is to an object that it may not name. */
export const NOT_PERMITTED = 'RefNotPermitted';

/**
 * What is wrong with the certificates that a listener names, if it is left without any. That a Secret exists, and holds what it should, is
 * taken for granted.
 * @see istio pilot/pkg/config/kube/gateway/conversion.go buildTLS
 */
export function tlsFault(mesh: MeshObjects, gateway: Gateway, { tls }: Listener): ConfigError | undefined {
  if (!tls || tls.mode !== 'Terminate' || OWN_CERTIFICATES.has(tls.options?.[TERMINATE_MODE])) return undefined;
  const refs = tls.certificateRefs ?? [];
  if (refs.length > 2) return { reason: INVALID_REFERENCE, message: 'TLS mode can only support up to 2 server certificates' };
  const faults = refs.map((ref) => certificateFault(mesh, gateway, ref));
  return faults.includes(undefined) ? undefined : faults.reduce(joinErrors, undefined);
}

function certificateFault(mesh: MeshObjects, gateway: Gateway, ref: CertificateRef): ConfigError | undefined {
  const { group = '', kind = '', name = '', namespace = '' } = ref;
  if (group !== '' || kind !== 'Secret') {
    const message = `invalid certificate reference ${group}/${kind}/${name}.${namespace}, only secret is allowed`;
    return { reason: INVALID_REFERENCE, message };
  }
  if (isGranted(mesh, gateway, ref)) return undefined;
  const message = `certificateRef ${name}/${namespace} not accessible to a Gateway in namespace "${gateway.namespace}" (missing a ReferenceGrant?)`;
  return { reason: NOT_PERMITTED, message };
}
