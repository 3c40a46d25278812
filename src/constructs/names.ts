import { Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { problem } from './problem';
import { CLUSTER_DOMAIN, TRUST_DOMAIN } from '../istio/mesh-defaults';

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const DNS_SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** Checks a name that also becomes a label value or the name of a Service, so that only a DNS-1123 label will do. */
export function checkLabelName(scope: IConstruct, what: string, name: string): string {
  const fault = faultOfLabelName(name);
  if (fault) throw problem(scope, `${what} ${fault}`);
  return name;
}

/** What is wrong with the name of a namespace or Service, and what to write instead; undefined if nothing is. */
export function faultOfLabelName(name: string): string | undefined {
  if (name.length > 63) return `"${name}" has ${name.length} characters: write at most 63`;
  if (DNS_LABEL.test(name)) return undefined;
  return `"${name}" is not a DNS-1123 label: write lower-case letters, digits and "-", with a letter or digit at both ends`;
}

/** Checks a name that is only the name of an object: a DNS-1123 subdomain. */
export function checkObjectName(scope: IConstruct, what: string, name: string): string {
  const fault = faultOfObjectName(name);
  if (fault) throw problem(scope, `${what} ${fault}`);
  return name;
}

/** What is wrong with the name of an object, and what to write instead; undefined if nothing is. */
export function faultOfObjectName(name: string): string | undefined {
  if (name.length <= 253 && DNS_SUBDOMAIN.test(name)) return undefined;
  return `"${name}" is not a DNS-1123 name: write at most 253 lower-case letters, digits, "-" and "."`;
}

/** The namespace that a construct belongs to: the one given, or that of its chart. */
export function namespaceOf(scope: IConstruct, given?: string): string {
  const namespace = given ?? Chart.of(scope).namespace;
  if (!namespace) {
    throw problem(scope, 'cannot determine the namespace: write the property "namespace", or give the chart one: new Chart(app, id, { namespace })');
  }
  return checkLabelName(scope, 'namespace', namespace);
}

/**
 * The trust domain of the mesh: the one given, or the default of Istio.
 * @see istio pkg/config/validation/agent/validation.go ValidateTrustDomain
 */
export function trustDomainOf(scope: IConstruct, given: string = TRUST_DOMAIN): string {
  if (!/^[-.\w]+$/.test(given)) throw problem(scope, `trust domain "${given}" is that of no mesh: write letters, digits, "-" and ".", without "spiffe://"`);
  return given;
}

/** The domain of the cluster, as names of Services end: the one given, or the default of Kubernetes. */
export function clusterDomainOf(scope: IConstruct, given: string = CLUSTER_DOMAIN): string {
  return checkObjectName(scope, 'clusterDomain', given);
}
