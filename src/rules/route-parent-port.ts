import { meshParents } from './facts/mesh-routes';
import type { Rule } from './rule';
import { Severity } from './rule';
import { servicesOf } from '../registry/mesh-service';

export const routeParentPort: Rule = {
  id: 'route-parent-port',
  severity: Severity.ERROR,
  summary: 'a parentRef names a port that the Service does not have, or one that is not HTTP',
  why: 'the route takes no request: nobody dials that port, or the waypoint treats it as plain TCP and never sees a request',
  fix: 'name the port that clients dial, not the target port; declare HTTP by appProtocol or by the name of the port',
  *check(mesh) {
    for (const { route, ref, path, owner } of meshParents(mesh)) {
      const [service] = owner ? servicesOf(owner, mesh.clusterDomain) : [];
      if (!service || ref.port === undefined) continue;
      const port = service.ports.find(({ number }) => number === ref.port);
      const isL7 = route.kind === 'HTTPRoute' || route.kind === 'GRPCRoute';
      const known = service.ports.map(({ number }) => number).join(', ');
      if (!port) {
        yield { subject: route, path: [...path, 'port'], message: `${ref.kind} ${service.owner.name} has no port ${ref.port}, but ${known || 'none'}` };
      } else if (isL7 && port.protocol.family === 'tcp') {
        yield {
          subject: route,
          path: [...path, 'port'],
          message: `port ${ref.port} of ${ref.kind} ${service.owner.name} is declared as TCP by its name "${port.name}" or appProtocol: no HTTP is seen`,
        };
      }
    }
  },
};
