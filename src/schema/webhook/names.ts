import { isIpAddress } from '../formats';
import { goQuote } from '../go-text';

const DNS_LABEL = '[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?';
const LABEL = new RegExp(`^${DNS_LABEL}$`);
const WILDCARD_LABEL = new RegExp(`^(\\*|(\\*|\\*-)?${DNS_LABEL})$`);
const QUALIFIED_NAME = '(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const TAG_VALUE = new RegExp(`^(${QUALIFIED_NAME})?$`);

/** Whether a text is a label of DNS; unlike Kubernetes, Istio allows capitals. @see istio pkg/config/labels IsDNS1123Label */
export function isDnsLabel(text: string): boolean {
  return text.length <= 63 && LABEL.test(text);
}

/** What is wrong with a domain name that is whole. @see istio pkg/config/validation/agent ValidateFQDN */
export function domainProblem(domain: string): string | undefined {
  return lengthProblem(domain) ?? labelsProblem(domain);
}

/** What is wrong with a domain name that may begin with a wildcard. @see ValidateWildcardDomain */
export function wildcardDomainProblem(domain: string): string | undefined {
  const tooLong = lengthProblem(domain);
  if (tooLong !== undefined) return tooLong;
  const [first, ...rest] = domain.split('.');
  if (first.length > 63 || !WILDCARD_LABEL.test(first)) return invalidLabel(domain, first);
  return rest.length > 0 ? labelsProblem(rest.join('.')) : undefined;
}

function lengthProblem(domain: string): string | undefined {
  if (domain.length > 255) return `domain name ${goQuote(domain)} too long (max 255)`;
  return domain === '' ? 'empty domain name not allowed' : undefined;
}

function labelsProblem(domain: string): string | undefined {
  const labels = domain.split('.');
  const last = labels[labels.length - 1];
  if (/^[+-]?\d+$/.test(last)) return `domain name ${goQuote(domain)} invalid (top level domain ${goQuote(last)} cannot be all-numeric)`;
  const bad = (last === '' ? labels.slice(0, -1) : labels).find((label) => !isDnsLabel(label));
  return bad === undefined ? undefined : invalidLabel(domain, bad);
}

function invalidLabel(domain: string, label: string): string {
  return `domain name ${goQuote(domain)} invalid (label ${goQuote(label)} invalid)`;
}

/** What is wrong with the labels of workloads that a resource names. @see istio pkg/config/labels Instance.Validate */
export function* tagProblems(labels: Readonly<Record<string, string>> = {}): Iterable<string> {
  for (const [key, value] of Object.entries(labels)) {
    const problem = tagKeyProblem(key);
    if (problem !== undefined) yield problem;
    if (!TAG_VALUE.test(value)) yield `invalid tag value: ${goQuote(value)}`;
  }
}

const TAG_KEY = new RegExp(`^(?:${DNS_LABEL}(?:\\.${DNS_LABEL})*/)?(${QUALIFIED_NAME})$`);

function tagKeyProblem(key: string): string | undefined {
  const name = TAG_KEY.exec(key)?.[1];
  if (name === undefined) return `invalid tag key: ${goQuote(key)}`;
  const prefix = key.length - name.length - 1;
  if (name.length > 63) return `invalid tag key: ${goQuote(key)} (name is too long)`;
  return prefix > 253 ? `invalid tag key: ${goQuote(key)} (DNS prefix is too long)` : undefined;
}

/** Whether a text is an address, with a zone if need be. @see Go net/netip ParseAddr */
export function isAddress(text: string): boolean {
  return isIpAddress(text) || (/^[^%]*:[^%]*%./.test(text) && isIpAddress(text.split('%')[0]));
}

/** What is wrong with a range of addresses. @see Go net/netip ParsePrefix */
export function prefixProblem(text: string): string | undefined {
  const slash = text.lastIndexOf('/');
  const [address, bits] = [text.slice(0, slash), text.slice(slash + 1)];
  const problem = (reason: string) => `netip.ParsePrefix(${goQuote(text)}): ${reason}`;
  if (!isAddress(address)) return problem(`ParseAddr(${goQuote(address)}): unable to parse IP`);
  if (address.includes('%')) return problem('IPv6 zones cannot be present in a prefix');
  if (!/^(0|[1-9]\d*)$/.test(bits)) return problem(`bad bits after slash: ${goQuote(bits)}`);
  return Number(bits) > (address.includes(':') ? 128 : 32) ? problem('prefix length out of range') : undefined;
}

/** What is wrong with an address or a range of them. @see istio pkg/config/validation/agent ValidateIPSubnet */
export function subnetProblem(text: string): string | undefined {
  if (text.split('/').length === 2) return prefixProblem(text) && `${text} is not a valid CIDR block`;
  return isAddress(text) ? undefined : `${text} is not a valid IP`;
}

/** What is wrong with the number of a port. */
export function portProblem(port: number): string | undefined {
  return port >= 1 && port <= 65535 ? undefined : `port number ${port} must be in the range 1..65535`;
}

/** What is wrong with the name of a port. */
export function portNameProblem(name: string): string | undefined {
  return isDnsLabel(name) ? undefined : `invalid port name: ${name}`;
}
