import { CLUSTER_DOMAIN } from '../../istio/mesh-defaults';
import type { Expression } from '../../program/expression';
import { enumMember, list, plain, struct } from '../../program/expression';
import type { Scope } from '../scope';
import type { Fields, SourceObject } from '../source-object';

/** A Service behind a sandwich waypoint, and the routes that its waypoint makes. */
export interface SandwichedService {
  readonly service: SourceObject;
  readonly ports: readonly number[];
  /** None: routes are declared apart. */
  readonly routes: readonly SourceObject[];
}

const FORMS = ['fqdn', 'svc', 'namespace', 'short'];

/**
 * What there is to know of a Service behind a sandwich waypoint.
 * @param objects all objects of the files
 */
export function sandwichedService(service: SourceObject, gateway: SourceObject, objects: readonly SourceObject[]): SandwichedService {
  const { name, namespace, written } = service;
  const hosts = [`${name}.${namespace}.svc.${CLUSTER_DOMAIN}`, `${name}.${namespace}.svc`, `${name}.${namespace}`, name];
  const listeners: readonly Fields[] = gateway.body.spec?.listeners ?? [];
  const captured = listeners.filter(({ hostname }) => hosts.includes(hostname)).map(({ port }): number => port);
  const own: number[] = (written.spec?.ports ?? []).map(({ port }: Fields) => port);
  const ports = [...new Set(captured.length > 0 ? captured : own)];
  const names = ports.map((port) => ports.length > 1 ? `${name}-${port}` : name);
  const routes = names.flatMap((route) => objects.find((object) => object.name === route && isRouteOf(object, gateway)) ?? []);
  return { service, ports, routes: routes.length === names.length ? routes : [] };
}

/** A Service behind a sandwich waypoint as `SandwichService`. */
export function sandwichedExpression({ service, ports, routes }: SandwichedService, hasHostnames: boolean, scope: Scope): Expression {
  return struct({
    service: scope.ref(service, service.namespace),
    ports: plain(ports),
    route: hasHostnames && routes.length === 0 ? plain(false) : undefined,
  });
}

/** The forms of host names that listeners are for; undefined if they are all. */
export function hostnameForms(listeners: readonly Fields[]): Expression | undefined {
  const forms = FORMS.filter((form) => listeners.some(({ name }) => name === `captured-${form}` || name?.startsWith(`captured-${form}-`)));
  const isAll = forms.length === 0 || forms.length === FORMS.length;
  return isAll ? undefined : list(forms.map((form) => enumMember('HostnameForm', form.toUpperCase())));
}

function isRouteOf({ kind, namespace, body }: SourceObject, gateway: SourceObject): boolean {
  const [parent, ...others]: readonly Fields[] = body.spec?.parentRefs ?? [];
  return kind === 'HTTPRoute' && namespace === gateway.namespace && others.length === 0 && parent?.kind === 'Gateway' && parent.name === gateway.name;
}
