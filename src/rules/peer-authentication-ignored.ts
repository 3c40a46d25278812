import { isAmbient } from './facts/capture';
import { isWaypoint } from './facts/gateways';
import type { Rule } from './rule';
import { Severity } from './rule';
import { GATEWAY_NAME } from '../istio/labels';
import { GATEWAY } from '../mesh/kinds/gateway-api';
import { PEER_AUTHENTICATION } from '../mesh/kinds/istio-security';
import type { ManifestOf } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import type { FieldPath } from '../mesh/positions';
import { remember } from '../mesh/remember';

export const peerAuthenticationIgnored: Rule = {
  id: 'peer-authentication-ignored',
  severity: Severity.WARNING,
  summary: 'a PeerAuthentication has no effect',
  why: 'Istio takes one for the mesh, one for a namespace and one for a selector, the oldest of each, reads no selector in the root namespace, and a waypoint asks for mTLS always; ztunnel never does without it',
  fix: 'keep one for each namespace, and write selectors in the namespace of the workloads',
  *check(mesh) {
    for (const subject of mesh.all(PEER_AUTHENTICATION)) {
      const fault = faultOf(mesh, subject);
      if (fault) yield { subject, ...fault };
    }
  },
};

type PeerAuthentication = ManifestOf<typeof PEER_AUTHENTICATION>;

function faultOf(mesh: MeshObjects, subject: PeerAuthentication): { path: FieldPath; message: string } | undefined {
  const path = ['spec', 'selector'];
  const { namespace, name } = subject;
  const labels = labelsOf(subject);
  const gateway = Object.hasOwn(labels, GATEWAY_NAME) ? mesh.find(GATEWAY, namespace, labels[GATEWAY_NAME]) : undefined;
  if (gateway && isWaypoint(mesh, gateway)) return { path, message: 'selects the pods of a waypoint, which take HBONE with mTLS only' };
  if (Object.keys(labels).length > 0 && namespace === mesh.config.rootNamespace) {
    return { path, message: `a selector in the root namespace "${namespace}" selects nothing` };
  }
  const { name: first } = firstOf(mesh).get(keyOf(subject))!;
  if (first !== name) return { path: ['spec'], message: `"${first}" is for the same workloads: only the older of both counts` };
  return isDisabled(mesh, subject) ? { path: ['spec', 'mtls', 'mode'], message: DISABLED } : undefined;
}

const DISABLED = 'DISABLE is PERMISSIVE in the ambient mesh: between captured pods there is always mTLS';

function isDisabled(mesh: MeshObjects, { namespace, body }: PeerAuthentication): boolean {
  return body.spec?.mtls?.mode === 'DISABLE' && isAmbient(mesh.namespace(namespace).labels);
}

const firstOf = remember((mesh: MeshObjects) => {
  const first = new Map<string, PeerAuthentication>();
  for (const one of mesh.all(PEER_AUTHENTICATION)) {
    const other = first.get(keyOf(one));
    if (!other || one.created < other.created) first.set(keyOf(one), one);
  }
  return first;
});

function keyOf(one: PeerAuthentication): string {
  return JSON.stringify([one.namespace, Object.entries(labelsOf(one)).sort()]);
}

function labelsOf({ body }: PeerAuthentication) {
  return body.spec?.selector?.matchLabels ?? {};
}
