import type { Construct } from 'constructs';
import type { Backend } from './backend';
import { problem } from '../problem';

/** The backends of a rule, of which at least one must take traffic: Istio would refuse it all otherwise. */
export function renderBackendRefs(scope: Construct, backends: readonly Backend[], routeNamespace: string) {
  checkBackends(scope, backends, 'its requests would fail with status 500');
  return backends.map((backend) => backend._render(scope, routeNamespace));
}

/** The backends of a rule for connections, which know no filters. */
export function renderConnectionBackendRefs(scope: Construct, backends: readonly Backend[], routeNamespace: string) {
  checkBackends(scope, backends, 'its connections would be refused');
  return backends.map((backend) => backend._renderForConnections(scope, routeNamespace));
}

/** The backends of a rule as a VirtualService names them: by host. */
export function renderVirtualDestinations(scope: Construct, backends: readonly Backend[], namespace: string) {
  checkBackends(scope, backends, 'its requests would fail with status 503');
  return backends.map((backend) => backend._renderDestination(scope, namespace));
}

function checkBackends(scope: Construct, backends: readonly Backend[], consequence: string): void {
  if (backends.length === 0) throw problem(scope, `a rule has no backends, so that ${consequence}: list at least one in "backends"`);
  if (backends.every((backend) => backend._weight(scope) === 0)) {
    throw problem(scope, `all backends of a rule have weight 0, so that ${consequence}: give at least one a weight above 0`);
  }
}
