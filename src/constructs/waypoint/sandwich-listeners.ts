import type { Construct } from 'constructs';
import type { AllowedNamespaces } from './allowed-namespaces';
import type { Listener } from './gateway';
import { hboneListener } from './gateway';
import { HostnameForm } from './hostname-form';
import type { InboundBinding } from './inbound-binding';
import { SandwichListeners } from './sandwich-class';
import { HBONE_PORT, PROXY_LISTENER_PROTOCOL } from '../../istio/classes';
import { findTwice } from '../find-twice';
import type { LocatedObject } from '../located-object';
import { describe } from '../located-object';
import { checkPort } from '../port';
import { problem } from '../problem';

/** Most listeners that the schema of a Gateway takes. */
const MOST_LISTENERS = 64;

/** A Service behind a sandwich waypoint, and its ports. */
export interface CapturedService {
  readonly service: LocatedObject;
  readonly ports: readonly number[];
}

/** What decides the listeners of a sandwich waypoint. */
export interface ListenerPlan {
  readonly listeners: SandwichListeners;
  readonly binding?: InboundBinding;
  readonly services: readonly CapturedService[];
  readonly forms: readonly HostnameForm[];
  readonly clusterDomain: string;
  readonly allowed: AllowedNamespaces;
}

/** The listeners of a sandwich waypoint. */
export function sandwichListeners(scope: Construct, plan: ListenerPlan): Listener[] {
  switch (plan.listeners) {
    case SandwichListeners.HBONE:
      return [hboneListener(scope, plan.allowed)];
    case SandwichListeners.PROXY:
      return [proxyListener(scope, plan)];
    case SandwichListeners.HOSTNAMES:
      return checkCount(scope, [...capturedListeners(scope, plan), fakeHboneListener()]);
  }
}

/** The host names of a Service. */
export function hostnamesOf(service: LocatedObject, forms: readonly HostnameForm[], clusterDomain: string): string[] {
  const { name, namespace } = service;
  const names = {
    [HostnameForm.FQDN]: `${name}.${namespace}.svc.${clusterDomain}`,
    [HostnameForm.SVC]: `${name}.${namespace}.svc`,
    [HostnameForm.NAMESPACE]: `${name}.${namespace}`,
    [HostnameForm.SHORT]: name,
  };
  return forms.map((form) => names[form]);
}

function proxyListener(scope: Construct, plan: ListenerPlan): Listener {
  const port = plan.binding?.proxyPort;
  if (port === undefined) {
    throw problem(scope, 'has a PROXY listener but no port for it: write inboundBinding: InboundBinding.proxy(15088)');
  }
  return { name: 'proxy', port: checkPort(scope, port), protocol: PROXY_LISTENER_PROTOCOL, allowedRoutes: plan.allowed._render(scope) };
}

function capturedListeners(scope: Construct, plan: ListenerPlan): Listener[] {
  const pairs = plan.services.flatMap(({ service, ports }) => ports.map((port) => ({ service, port: checkPort(scope, port) })));
  const twice = findTwice(pairs, ({ service, port }) => `${describe(service)}:${port}`);
  if (twice) throw problem(scope, `has ${describe(twice.service)} with port ${twice.port} twice: list it once`);
  return pairs.flatMap(({ service, port }) => hostnamesOf(service, plan.forms, plan.clusterDomain).map((hostname, index) => ({
    name: listenerName(plan.forms[index], pairs.length > 1 ? `${service.name}-${port}` : undefined),
    port,
    protocol: 'HTTP',
    hostname,
    allowedRoutes: { namespaces: { from: 'Same' as const } },
  })));
}

function checkCount(scope: Construct, listeners: Listener[]): Listener[] {
  if (listeners.length > MOST_LISTENERS) {
    throw problem(scope, `has ${listeners.length} listeners, one for each port and form of host names, and a Gateway takes ${MOST_LISTENERS}: `
      + 'write fewer "hostnameForms", or a waypoint of its own for some of the "services"');
  }
  return listeners;
}

function listenerName(form: HostnameForm, suffix?: string): string {
  return ['captured', form, suffix].filter(Boolean).join('-');
}

/** No traffic uses it: it gives the Service of the proxy the port 15008, without which ztunnel refuses connections. */
function fakeHboneListener(): Listener {
  return { name: 'fake-hbone-port', port: HBONE_PORT, protocol: 'TCP', allowedRoutes: { namespaces: { from: 'Same' } } };
}
