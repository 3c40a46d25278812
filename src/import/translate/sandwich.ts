import { admissionOf } from './allowed-namespaces';
import type { SandwichedService } from './sandwich-services';
import { hostnameForms, sandwichedExpression, sandwichedService } from './sandwich-services';
import { sharedProps } from './waypoint';
import { HBONE_PROTOCOL, INGRESS_CLASS, KGATEWAY_WAYPOINT_CLASS, PROXY_LISTENER_PROTOCOL } from '../../istio/classes';
import { DATAPLANE_MODE, GATEWAY_NAME, NAME_OVERRIDE, SERVICE_ACCOUNT, SERVICE_TYPE, WAYPOINT_INBOUND_BINDING } from '../../istio/labels';
import type { Expression } from '../../program/expression';
import { callOurs, construction, enumMember, list, ours, plain, struct } from '../../program/expression';
import type { Item } from '../item';
import { NotCovered, Stage } from '../item';
import type { Scope } from '../scope';
import { principalOf, waypointNames } from '../scope';
import type { Fields, SourceObject } from '../source-object';
import type { SubjectLabels } from '../subject-labels';

/** What is declared with a sandwich waypoint. */
interface SandwichParts {
  readonly gateway: SourceObject;
  readonly services: readonly SandwichedService[];
  readonly listeners: 'HOSTNAMES' | 'PROXY' | 'HBONE';
  readonly gatewayClass?: SourceObject;
  readonly proxyConfig?: SourceObject;
}

/**
 * A Gateway of another class than Istio's own as `SandwichWaypoint`, with its routes, its GatewayClass and its ProxyConfig. Makes it known
 * as a waypoint.
 * @param subjects that name the waypoint
 * @param objects all objects of the files
 */
export function sandwichItem(
  gateway: SourceObject, subjects: readonly SubjectLabels[], objects: readonly SourceObject[], scope: Scope,
): Item {
  const { namespace, name } = gateway;
  const users = subjects.filter(({ object, ingress }) => object.kind === 'Service' && object.namespace === namespace && ingress === undefined);
  if (users.length === 0) throw new NotCovered(`its class is "${gateway.body.spec?.gatewayClassName}", and no Service of its namespace uses it`);
  const parts = partsOf(gateway, users, objects);
  const id = scope.id(namespace, name, `${name}-waypoint`);
  const args = [scope.chart(namespace), plain(id), propsOf(parts, scope)];
  const waypoint = construction(waypointNames(namespace, name), ours('SandwichWaypoint'), args);
  scope.declareWaypoint(namespace, name, { waypoint, ...generatedNames(gateway) });
  const declared = [gateway, parts.gatewayClass, parts.proxyConfig, ...parts.services.flatMap(({ routes }) => routes)];
  return {
    key: gateway.key,
    chart: namespace,
    stage: Stage.WAYPOINT,
    id,
    statements: [waypoint],
    objects: declared.flatMap((object) => object?.key ?? []),
    labels: users.map(({ object }) => object.key),
    construct: 'SandwichWaypoint',
  };
}

function partsOf(gateway: SourceObject, users: readonly SubjectLabels[], objects: readonly SourceObject[]): SandwichParts {
  const protocols: readonly unknown[] = (gateway.body.spec?.listeners ?? []).map(({ protocol }: Fields) => protocol);
  const otherwise = protocols.includes(HBONE_PROTOCOL) ? 'HBONE' : 'HOSTNAMES';
  const isIstio = gateway.body.spec?.gatewayClassName === INGRESS_CLASS;
  return {
    gateway,
    services: users.map(({ object }) => sandwichedService(object, gateway, objects)),
    listeners: protocols.includes(PROXY_LISTENER_PROTOCOL) ? 'PROXY' : otherwise,
    gatewayClass: objects.find(({ kind, name }) => kind === 'GatewayClass' && name === gateway.body.spec?.gatewayClassName),
    proxyConfig: isIstio
      ? objects.find(({ kind, namespace, name }) => kind === 'ProxyConfig' && namespace === gateway.namespace && name === `${gateway.name}-no-hbone`)
      : undefined,
  };
}

function generatedNames({ namespace, name, body, written }: SourceObject): { principal: string; deploymentName: string } {
  const annotations: Fields = written.metadata.annotations ?? {};
  const deploymentName = annotations[NAME_OVERRIDE] ?? (body.spec?.gatewayClassName === INGRESS_CLASS ? `${name}-istio` : name);
  return { deploymentName, principal: principalOf(namespace, annotations[SERVICE_ACCOUNT] ?? deploymentName) };
}

function propsOf(parts: SandwichParts, scope: Scope): Expression {
  const { gateway, services, listeners, gatewayClass } = parts;
  const all: readonly Fields[] = gateway.body.spec?.listeners ?? [];
  const hasHostnames = listeners === 'HOSTNAMES';
  const admission = hasHostnames ? undefined : admissionOf(all[0] ?? {});
  return struct({
    waypointName: gateway.name === 'waypoint' ? undefined : plain(gateway.name),
    gatewayClass: classExpression(parts),
    defineGatewayClass: gatewayClass && plain(true),
    services: list(services.map((service) => sandwichedExpression(service, hasHostnames, scope))),
    hostnameForms: hostnameForms(all),
    allowedNamespaces: admission?.names === 'same' ? undefined : admission?.expression,
    ...sharedProps({ gateway: withoutOwnMetadata(gateway) }, 'service'),
  });
}

/** The classes that the library knows, and any other by what the Gateway shows. */
function classExpression({ gateway, listeners, gatewayClass }: SandwichParts): Expression {
  const className: string = gateway.body.spec?.gatewayClassName;
  if (className === INGRESS_CLASS) return callOurs('SandwichClass', 'istio');
  if (className === KGATEWAY_WAYPOINT_CLASS) return callOurs('SandwichClass', 'kgateway');
  return callOurs('SandwichClass', 'of', struct({
    className: plain(className),
    controllerName: gatewayClass && plain(gatewayClass.body.spec?.controllerName),
    listeners: listeners === 'HOSTNAMES' ? undefined : enumMember('SandwichListeners', listeners),
    inboundBinding: bindingExpression(gateway.written.metadata.annotations?.[WAYPOINT_INBOUND_BINDING] ?? ''),
  }));
}

function bindingExpression(binding: string): Expression | undefined {
  const [, port] = /^PROXY\/([0-9]+)$/.exec(binding) ?? [];
  return port === undefined ? undefined : callOurs('InboundBinding', 'proxy', plain(Number(port)));
}

/** A Gateway without the metadata that the construct writes by itself. */
function withoutOwnMetadata(gateway: SourceObject): SourceObject {
  const { metadata } = gateway.written;
  const { infrastructure, ...spec } = (gateway.body.spec ?? {}) as Fields;
  const isIstio = spec.gatewayClassName === INGRESS_CLASS;
  return {
    ...gateway,
    written: {
      ...gateway.written,
      metadata: {
        ...metadata,
        labels: without(metadata.labels, [DATAPLANE_MODE]),
        annotations: without(metadata.annotations, [WAYPOINT_INBOUND_BINDING, ...(isIstio ? [SERVICE_TYPE] : [])]),
      },
    },
    body: {
      spec: { ...spec, infrastructure: { ...infrastructure, labels: without(infrastructure?.labels, [DATAPLANE_MODE, GATEWAY_NAME]) } },
    },
  };
}

function without(map: Fields | undefined, keys: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(map ?? {}).filter(([key]) => !keys.includes(key)));
}
