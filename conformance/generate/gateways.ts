import { CLASS_NAMES, INBOUND_BINDINGS, TRAFFIC_TYPES } from './classes';
import { classDefaults, parametersRef } from './gateway-parameters';
import { edgeListeners, waypointListeners } from './listeners';
import type { Manifest, Marks } from './manifest';
import { GATEWAY_API, manifest } from './manifest';
import type { Named, Plan } from './plan';
import { hostOf } from './plan';

/** The Gateways of the plan; a few are left out, and so are missing where they are named. */
export function gateways(plan: Plan): Manifest[] {
  const { random } = plan;
  const defaults = random.maybe(0.06, () => classDefaults(plan));
  return [...(defaults ?? []), ...plan.gateways.filter(() => random.chance(0.95)).flatMap((name) => gateway(plan, name))];
}

function gateway(plan: Plan, { namespace, name }: Named): Manifest[] {
  const { random } = plan;
  const gatewayClassName = random.pick(CLASS_NAMES);
  const isEdge = ['istio', 'edge'].includes(gatewayClassName) && random.chance(0.7);
  const parameters = random.maybe(0.12, () => parametersRef(plan, namespace, name));
  const infrastructure = {
    ...random.maybe(0.08, () => ({ labels: { 'tier': 'web', 'istio.io/dataplane-mode': 'ambient' } })),
    ...random.maybe(0.05, () => ({ annotations: { 'example.com/note': 'x' } })),
    ...parameters?.infrastructure,
  };
  const spec = {
    gatewayClassName,
    listeners: isEdge ? edgeListeners(plan) : waypointListeners(plan),
    ...(Object.keys(infrastructure).length > 0 && { infrastructure }),
    ...random.maybe(0.12, () => ({ addresses: specAddresses(plan, namespace) })),
  };
  const status = random.maybe(plan.mode === 'status' ? 0.9 : 0.2, () => ({ status: { addresses: statusAddresses(plan, namespace, name) } }));
  return [
    ...(parameters?.objects ?? []),
    manifest(GATEWAY_API, 'Gateway', namespace, name, { spec, ...status }, gatewayMarks(plan, name)),
  ];
}

function gatewayMarks({ random }: Plan, name: string): Marks {
  return {
    labels: {
      'istio.io/waypoint-for': random.maybe(0.65, () => random.pick(TRAFFIC_TYPES)),
      'istio.io/rev': random.maybe(0.06, () => random.pick(['default', 'canary', 'stable'])),
      'istio.io/use-waypoint': random.maybe(0.02, () => 'waypoint'),
      'istio.io/dataplane-mode': random.maybe(0.05, () => 'ambient'),
    },
    annotations: {
      'ambient.istio.io/waypoint-inbound-binding': random.maybe(0.15, () => random.pick(INBOUND_BINDINGS)),
      'networking.istio.io/service-type': random.maybe(0.06, () => random.pick(['ClusterIP', 'LoadBalancer', 'NodePort'])),
      'networking.istio.io/address-type': random.maybe(0.03, () => random.pick(['IPAddress', 'Hostname'])),
      // What two Gateways of one name deploy would be that of the last to be applied, and nobody can say which that is.
      'gateway.istio.io/name-override': random.maybe(0.04, () => `renamed-${name.replace('.', '-')}`),
      'gateway.istio.io/service-account': random.maybe(0.04, () => 'proxy-account'),
      'gateway.istio.io/controller-version': random.maybe(0.03, () => random.pick(['4', '5', '6', 'x'])),
    },
  };
}

/** Addresses that a Gateway asks for: mostly those of services, which are near, if all is as it should be. */
function specAddresses(plan: Plan, namespace: string): object[] {
  const { random, services, entries, gateways: all } = plan;
  const near = services.filter((service) => service.namespace === namespace);
  const service = () => random.pick(near.length > 0 && random.chance(0.8) ? near : services);
  const hostname = (value: string) => ({ type: 'Hostname', value });
  return random.pick([
    () => [hostname(hostOf(service()))],
    () => [hostname(hostOf(service()))],
    () => [hostname(hostOf(service()))],
    () => [hostname(service().name)],
    () => [hostname(hostOf(service())), hostname(hostOf(service()))],
    () => [hostname(hostOf(service())), { type: 'IPAddress', value: '10.50.0.1' }],
    () => [hostname(entries.length > 0 ? `${random.pick(entries).name}.example.com` : 'shared.example.com')],
    () => [hostname(hostOf(random.pick(all)))],
    () => [hostname('proxy.example.com')],
    () => [{ value: '10.50.0.1' }],
    () => [{ value: '10.50.0.1' }, { value: '10.50.0.2' }],
  ])();
}

function statusAddresses(plan: Plan, namespace: string, name: string): object[] {
  const { random } = plan;
  const index = plan.gateways.findIndex((other) => other.namespace === namespace && other.name === name);
  const ip = { type: 'IPAddress', value: `10.70.0.${index + 1}` };
  const hostname = { type: 'Hostname', value: hostOf({ namespace, name }) };
  return random.pick<object[]>([
    [ip], [ip], [ip], [ip, hostname], [hostname, ip], [hostname], [],
    [{ value: ip.value }],
    [{ type: 'IPAddress', value: 'not-an-ip' }],
    [{ type: 'example.com/own', value: 'x' }, ip],
    [{ type: 'example.com/own', value: 'x' }],
    [{ type: 'IPAddress', value: '10.70.0.1' }],
    [{ type: 'Hostname', value: 'waypoint.elsewhere.example.com' }],
  ]);
}
