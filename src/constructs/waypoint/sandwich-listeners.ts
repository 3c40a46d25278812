import type { Construct } from 'constructs';
import type { AllowedNamespaces } from './allowed-namespaces';
import type { Listener } from './gateway';
import { hboneListener } from './gateway';
import { HostnameForm } from './hostname-form';
import type { InboundBinding } from './inbound-binding';
import { SandwichListeners } from './sandwich-class';
import { HBONE_PORT, PROXY_LISTENER_PROTOCOL } from '../../istio/classes';
import { CLUSTER_DOMAIN } from '../../istio/mesh-defaults';
import type { LocatedObject } from '../located-object';
import { checkPort } from '../port';
import { problem } from '../problem';

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
  readonly clusterDomain?: string;
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
      return [...capturedListeners(scope, plan), fakeHboneListener()];
  }
}

/** The host names of a Service. */
export function hostnamesOf(service: LocatedObject, forms: readonly HostnameForm[], clusterDomain: string = CLUSTER_DOMAIN): string[] {
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
  return pairs.flatMap(({ service, port }) => hostnamesOf(service, plan.forms, plan.clusterDomain).map((hostname, index) => ({
    name: listenerName(plan.forms[index], pairs.length > 1 ? `${service.name}-${port}` : undefined),
    port,
    protocol: 'HTTP',
    hostname,
    allowedRoutes: { namespaces: { from: 'Same' as const } },
  })));
}

function listenerName(form: HostnameForm, suffix?: string): string {
  return ['captured', form, suffix].filter(Boolean).join('-');
}

/** No traffic uses it: it gives the Service of the proxy the port 15008, without which ztunnel refuses connections. */
function fakeHboneListener(): Listener {
  return { name: 'fake-hbone-port', port: HBONE_PORT, protocol: 'TCP', allowedRoutes: { namespaces: { from: 'Same' } } };
}
