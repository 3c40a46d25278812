import type { Findings } from './problem';
import { errorIf, warningIf } from './problem';

interface Certificate {
  readonly serverCertificate?: string;
  readonly privateKey?: string;
}

/** The TLS settings of a server of a gateway. */
export interface ServerTls extends Certificate {
  readonly mode?: string;
  readonly httpsRedirect?: boolean;
  readonly caCertificates?: string;
  readonly caCrl?: string;
  readonly credentialName?: string;
  readonly credentialNames?: readonly string[];
  readonly tlsCertificates?: readonly Certificate[];
  readonly minProtocolVersion?: string;
  readonly cipherSuites?: readonly string[];
}

const CIPHERS = [
  'ECDHE-ECDSA-AES128-GCM-SHA256', 'ECDHE-RSA-AES128-GCM-SHA256', 'ECDHE-ECDSA-AES256-GCM-SHA384', 'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305', 'ECDHE-RSA-CHACHA20-POLY1305', 'ECDHE-ECDSA-AES128-SHA', 'ECDHE-RSA-AES128-SHA',
  'ECDHE-ECDSA-AES256-SHA', 'ECDHE-RSA-AES256-SHA', 'AES128-GCM-SHA256', 'AES256-GCM-SHA384', 'AES128-SHA', 'AES256-SHA', 'DES-CBC3-SHA',
];

/** What Istio calls the fields in messages about a mode that takes none of them. */
const SOURCES = {
  serverCertificate: 'server certificate',
  privateKey: 'private key',
  caCertificates: 'CA bundle',
  tlsCertificates: 'tlsCertificates',
  credentialName: 'credentialName',
  credentialNames: 'credentialNames',
} as const;

/** Whether a server leaves TLS as it is. @see istio pkg/config/gateway IsPassThroughServer */
export function isPassThrough({ mode = 'PASSTHROUGH' }: ServerTls): boolean {
  return mode === 'PASSTHROUGH' || mode === 'AUTO_PASSTHROUGH';
}

/** @see istio pkg/config/validation/validation.go validateTLSOptions */
export function* serverTlsFindings(tls: ServerTls, path: string): Findings {
  yield* cipherFindings(tls, path);
  if (tls.mode === 'ISTIO_MUTUAL') return yield* mutualFindings(tls, path);
  const hasCertificates = ['caCrl', ...Object.keys(SOURCES)].some((field) => isSet(tls, field));
  yield* warningIf(isPassThrough(tls) && hasCertificates, path, `${tls.mode ?? 'PASSTHROUGH'} mode does not use certificates, they will be ignored`);
  const sources = [Boolean(tls.serverCertificate && tls.privateKey), ...['credentialName', 'credentialNames', 'tlsCertificates'].map((field) => isSet(tls, field))];
  yield* errorIf(sources.filter(Boolean).length > 1, path, 'only one of credential_name, credential_names, server_certificate/private_key, tls_certificates should be specified');
  if (isPassThrough(tls) || !hasCredentials(tls)) yield* certificateFindings(tls, path);
}

function isSet(tls: ServerTls, field: string): boolean {
  const value = tls[field as keyof ServerTls];
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

function hasCredentials(tls: ServerTls): boolean {
  return isSet(tls, 'credentialName') || isSet(tls, 'credentialNames');
}

function* mutualFindings(tls: ServerTls, path: string): Findings {
  for (const [field, name] of Object.entries(SOURCES)) {
    yield* errorIf(isSet(tls, field), `${path}.${field}`, `ISTIO_MUTUAL TLS cannot have associated ${name}`);
  }
}

function* cipherFindings({ minProtocolVersion = '', cipherSuites = [] }: ServerTls, path: string): Findings {
  const isOld = ['TLSV1_0', 'TLSV1_1'].includes(minProtocolVersion);
  yield* warningIf(isOld && cipherSuites.length === 0, path, 'TLS version below TLSV1_2 require setting compatible ciphers as by default they no longer include compatible ciphers.');
  const invalid = cipherSuites.filter((suite) => !isCipher(suite));
  const repeated = cipherSuites.filter((suite, index) => isCipher(suite) && cipherSuites.indexOf(suite) < index);
  yield* warningIf(invalid.length > 0, `${path}.cipherSuites`, `ignoring invalid cipher suites: ${goSet(invalid)}`);
  yield* warningIf(repeated.length > 0, `${path}.cipherSuites`, `ignoring duplicate cipher suites: ${goSet(repeated)}`);
}

/** Operators of OpenSSL, which begin with a sign, are not looked into. @see istio pkg/config/security IsValidCipherSuite */
function isCipher(suite: string): boolean {
  return suite === '' || suite === 'ALL' || !/^[\p{L}\p{N}]/u.test(suite) || CIPHERS.includes(suite);
}

function goSet(texts: readonly string[]): string {
  return `[${[...new Set(texts)].sort().join(' ')}]`;
}

function* certificateFindings(tls: ServerTls, path: string): Findings {
  const { mode = '', caCertificates, caCrl, credentialName } = tls;
  const isMutual = mode === 'MUTUAL' || mode === 'OPTIONAL_MUTUAL';
  yield* errorIf(isMutual && !caCertificates, `${path}.caCertificates`, 'MUTUAL TLS requires a client CA bundle');
  if (isMutual || mode === 'SIMPLE') yield* serverCertificateFindings(tls, path, isMutual ? 'MUTUAL TLS' : 'SIMPLE TLS');
  if (!caCrl) return;
  yield* errorIf(Boolean(credentialName), `${path}.caCrl`, 'CRL is not supported with credentialName. CRL has to be specified in the credential');
  yield* errorIf(mode === 'SIMPLE', `${path}.caCrl`, 'CRL is not supported with SIMPLE TLS');
}

function* serverCertificateFindings(tls: ServerTls, path: string, name: string): Findings {
  const certificates = tls.tlsCertificates ?? [];
  yield* warningIf(certificates.length > 2, `${path}.tlsCertificates`, `${name} can support up to 2 server certificates`);
  for (const { serverCertificate, privateKey } of certificates.length > 0 ? certificates : [tls]) {
    yield* errorIf(!serverCertificate, path, `${name} requires a server certificate`);
    yield* errorIf(!privateKey, path, `${name} requires a private key`);
  }
}
