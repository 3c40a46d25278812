import { goQuote } from '../go-text';
import type { Findings } from './problem';
import { errorAt, errorIf } from './problem';

export interface ClientTls {
  readonly mode?: string;
  readonly clientCertificate?: string;
  readonly privateKey?: string;
  readonly caCertificates?: string;
  readonly caCrl?: string;
  readonly credentialName?: string;
  readonly subjectAltNames?: readonly string[];
  readonly insecureSkipVerify?: boolean;
}

/**
 * What is wrong with the TLS settings of a client.
 * @param namespace that of the DestinationRule
 * @see istio pkg/config/validation/agent/validation.go ValidateTLS
 */
export function* clientTlsFindings(tls: ClientTls, path: string, namespace: string): Findings {
  const { mode, credentialName, clientCertificate, privateKey, caCertificates, caCrl } = tls;
  yield* errorAt(`${path}.credentialName`, configMapProblem(credentialName, namespace));
  yield* errorAt(path, unverifiedProblem(tls));
  if (credentialName && (mode === 'SIMPLE' || mode === 'MUTUAL')) {
    const hasFiles = [clientCertificate, caCertificates, privateKey, caCrl].some(Boolean);
    yield* errorIf(hasFiles, path, 'cannot specify client certificates or CA certificate or CA CRL If credentialName is set');
  } else if (mode === 'MUTUAL') {
    yield* errorIf(!clientCertificate, `${path}.clientCertificate`, 'client certificate required for mutual tls');
    yield* errorIf(!privateKey, `${path}.privateKey`, 'private key required for mutual tls');
  }
}

function unverifiedProblem(tls: ClientTls): string | undefined {
  const { mode, caCertificates, credentialName, subjectAltNames = [] } = tls;
  if (!tls.insecureSkipVerify) return undefined;
  const isVerified = Boolean(caCertificates) || subjectAltNames.length > 0;
  if (mode === 'SIMPLE' && (isVerified || credentialName)) {
    return 'cannot specify CaCertificates or CredentialName or SubjectAltNames when InsecureSkipVerify is set true';
  }
  return mode === 'MUTUAL' && isVerified ? 'cannot specify CaCertificates or SubjectAltNames when InsecureSkipVerify is set true' : undefined;
}

const CONFIG_MAP = 'configmap://';

function configMapProblem(credentialName: string = '', namespace: string): string | undefined {
  if (!credentialName.startsWith(CONFIG_MAP)) return undefined;
  const [owner, name] = credentialName.slice(CONFIG_MAP.length).split('/');
  const problem = resourceNameProblem(credentialName, owner, name)
    ?? (owner === namespace ? undefined : `namespace must match the configuration namespace ${goQuote(namespace)}`);
  return problem && `invalid configmap:// credentialName: ${problem}`;
}

/** @see istio pilot/pkg/model/credentials ParseResourceName */
function resourceNameProblem(text: string, namespace: string, name: string | undefined): string | undefined {
  const expected = (what: string) => `invalid resource name ${goQuote(text)}. Expected ${what}`;
  if (name === undefined) return expected('namespace and name');
  if (namespace === '') return expected('namespace');
  return name === '' ? expected('name') : undefined;
}
