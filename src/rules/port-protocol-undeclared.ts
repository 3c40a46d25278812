import { targetsOfKind } from './facts/attached-policies';
import { serviceBinding } from './facts/bindings';
import { meshParents } from './facts/mesh-routes';
import type { Rule } from './rule';
import { Severity } from './rule';
import { httpAttributesOf } from '../authorization/ztunnel/http-attributes';
import { TrafficPath } from '../binding/binding';
import { SERVICE } from '../mesh/kinds/core';
import { AUTHORIZATION_POLICY } from '../mesh/kinds/istio-security';
import type { Manifest } from '../mesh/manifest';
import { isOf } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import { declaredProtocol } from '../registry/port-protocol';

export const portProtocolUndeclared: Rule = {
  id: 'port-protocol-undeclared',
  severity: Severity.WARNING,
  summary: 'a port of a Service with a waypoint does not say which protocol it has',
  why: 'the waypoint guesses from the first bytes: a connection that it does not take for HTTP is treated as TCP, without routes and HTTP rules, and one in which the server speaks first may wait for ever',
  fix: 'set appProtocol, to http or tcp for example, or begin the name of the port with http, http2, grpc or tcp',
  *check(mesh) {
    const undeclared = mesh.all(SERVICE).filter(({ body }) => body.spec?.ports?.some((port) => declaredProtocol(port).family === 'undeclared'));
    const shaped = undeclared.length > 0 ? shapedByHttp(mesh) : NONE;
    for (const service of undeclared.filter((one) => serviceBinding(mesh, one)?.path === TrafficPath.TO_WAYPOINT)) {
      for (const [index, port] of (service.body.spec?.ports ?? []).entries()) {
        if (declaredProtocol(port).family !== 'undeclared') continue;
        yield {
          subject: service,
          path: ['spec', 'ports', index, 'name'],
          message: `port ${port.port} "${port.name ?? ''}" declares no protocol: it is guessed from the first bytes`,
          ...!shaped.has(service) && { severity: Severity.INFO },
        };
      }
    }
  },
};

const NONE: ReadonlySet<Manifest | undefined> = new Set();

/** The Services that have a route for HTTP, or a policy that asks for it. */
function shapedByHttp(mesh: MeshObjects): ReadonlySet<Manifest | undefined> {
  return new Set<Manifest | undefined>([
    ...meshParents(mesh).filter(({ route }) => route.kind === 'HTTPRoute' || route.kind === 'GRPCRoute').map(({ owner }) => owner),
    ...targetsOfKind(mesh, AUTHORIZATION_POLICY).filter(({ policy }) => asksForHttp(policy)).map(({ object }) => object),
  ]);
}

function asksForHttp(policy: Manifest): boolean {
  return isOf(AUTHORIZATION_POLICY, policy) && (policy.body.spec?.rules ?? []).some((rule) => httpAttributesOf(rule).length > 0);
}
