import type { Answer } from '../../conformance/requests/answer';
import { answerOf } from '../../conformance/requests/answer';
import { isServedBy } from '../../src/binding/served-by';
import type { MeshObjects } from '../../src/mesh/mesh-objects';
import { servicesWithHost } from '../../src/registry/find-service';
import { serviceBehindAddress } from '../../src/traffic/known-service';
import { requestOf } from '../../src/traffic/request-form';
import type { RequestForm } from '../../src/traffic/request-form';
import type { Dialled } from '../../src/traffic/waypoint-hop';
import { passWaypoint } from '../../src/traffic/waypoint-hop';
import type { RequestCase } from '../vectors/request-mesh';
import { REQUEST_MESHES, requestMesh } from '../vectors/request-mesh';

describe.each(REQUEST_MESHES)('%s', (name) => {
  const { mesh, cases } = requestMesh(name);
  test.each(cases.filter(({ expect: { reached } }) => reached).map((one) => [`${one.id} ${one.note ?? ''}`, one] as const))('%s', (_, one) => {
    expect(asRecorded(ourAnswer(mesh, one))).toEqual(one.expect);
  });
});

/** What was not looked at when the vectors were recorded; test/conformance/requests has it. */
function asRecorded({ timeout: _, retries: __, mirrors: ___, responseHeaders, ...answer }: Answer): Answer {
  const headers = Object.entries(responseHeaders ?? {}).filter(([name]) => !name.startsWith('access-control-'));
  return { ...answer, ...(headers.length > 0 && { responseHeaders: Object.fromEntries(headers) }) };
}

function ourAnswer(mesh: MeshObjects, one: RequestCase): Answer {
  const [namespace, name] = one.expect.waypoint!.split('/');
  const dialled = dial(mesh, one.to, { namespace, name });
  const { from: principal = 'cluster.local/ns/default/sa/default', ip = '10.244.200.1', path = '/' } = one as Partial<RequestForm>;
  const host = `${fullHost(mesh, one.to)}${dialled.port === 80 ? '' : `:${dialled.port}`}`;
  const request = requestOf(one as unknown as RequestForm, { caller: { principal, ip }, defaultHost: host, isComplete: true });
  const hop = passWaypoint(mesh, dialled, request);
  expect(hop.authorization?.isAllowed).not.toBeInstanceOf(Object);
  return { reached: true, waypoint: one.expect.waypoint, ...answerOf(hop, request, path) };
}

function fullHost(mesh: MeshObjects, to: string): string {
  const host = to.replace(/:\d+$/, '');
  const full = `${host}.svc.cluster.local`;
  return servicesWithHost(mesh, full).length > 0 ? full : host;
}

/** A client that dials a host gets the address of the service that Istio prefers; of hosts with one address the waypoint knows the first. */
function dial(mesh: MeshObjects, to: string, waypoint: { namespace: string; name: string }): Dialled {
  const [, host, port] = /^(.*):(\d+)$/.exec(to)!;
  if (/^[0-9.]+$/.test(host)) return { waypoint, port: Number(port), address: host };
  const [preferred] = servicesWithHost(mesh, fullHost(mesh, to));
  const isServed = isServedBy(mesh, preferred.owner, waypoint);
  const service = isServed ? serviceBehindAddress(mesh, preferred, waypoint) : { ...preferred, ports: [] };
  return { waypoint, service, port: Number(port), address: preferred.addresses?.[0] ?? '240.240.0.1' };
}
