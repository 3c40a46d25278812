import { isMeshRoute } from './facts/mesh-routes';
import { isClassDefault } from './facts/overlays';
import { sourcesOf } from './facts/policy-sources';
import type { Rule } from './rule';
import { Severity } from './rule';
import { EXTENSIONS_GROUP } from '../istio/groups';
import { CONNECT_STRATEGY, DEFAULTS_FOR_CLASS, INGRESS_USE_WAYPOINT } from '../istio/labels';
import { firstWith } from '../istio/versions';
import type { IstioFeature } from '../istio/versions';
import { CONFIG_MAP, NAMESPACE } from '../mesh/kinds/core';
import { GATEWAY } from '../mesh/kinds/gateway-api';
import { SERVICE_ENTRY } from '../mesh/kinds/istio';
import { AUTHORIZATION_POLICY } from '../mesh/kinds/istio-security';
import { TCP_ROUTE, TLS_ROUTE } from '../mesh/kinds/routes';
import type { Manifest } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import type { FieldPath } from '../mesh/positions';

export const featureTooNew: Rule = {
  id: 'feature-too-new',
  severity: Severity.ERROR,
  summary: 'a field or kind is used that the release of Istio does not know',
  why: 'an older control plane ignores it without a word, or refuses the object',
  fix: 'upgrade Istio first, do without it, or name the release that runs with --istio-version',
  *check(mesh) {
    for (const { feature, name, places } of USES) {
      if (mesh.supports(feature)) continue;
      for (const { subject, path } of places(mesh)) {
        yield { subject, path, message: `Istio ${mesh.istioVersion} does not know ${name}, ${firstWith(feature)} is the first that does` };
      }
    }
  },
};

interface Use {
  readonly feature: IstioFeature;
  readonly name: string;
  places(mesh: MeshObjects): Iterable<{ readonly subject: Manifest; readonly path: FieldPath }>;
}

const SERVICE_ACCOUNTS = ['serviceAccounts', 'notServiceAccounts'] as const;
const TRAFFIC_EXTENSION = { group: EXTENSIONS_GROUP, kind: 'TrafficExtension', namespaced: true, fields: {} };

/** What can be written for a release that does not have it. Canaries and policies of a GatewayClass have rules of their own. */
const USES: readonly Use[] = [
  {
    feature: 'serviceAccountSources',
    name: 'serviceAccounts of a source',
    places: (mesh) => mesh.all(AUTHORIZATION_POLICY).flatMap((subject) =>
      sourcesOf(subject.body.spec?.rules ?? []).flatMap(({ source, path }) =>
        SERVICE_ACCOUNTS.filter((field) => source[field]?.length).map((field) => ({ subject, path: [...path, field] })))),
  },
  {
    feature: 'namespaceIngress',
    name: `${INGRESS_USE_WAYPOINT} on a Namespace`,
    places: (mesh) => mesh.all(NAMESPACE).filter(({ labels }) => Object.hasOwn(labels, INGRESS_USE_WAYPOINT))
      .map((subject) => ({ subject, path: ['metadata', 'labels', INGRESS_USE_WAYPOINT] })),
  },
  {
    feature: 'tcpRoutes',
    name: 'TCPRoutes at a waypoint',
    places: (mesh) => mesh.all(TCP_ROUTE).filter(isMeshRoute).map((subject) => ({ subject, path: ['spec', 'parentRefs'] })),
  },
  {
    feature: 'tcpRoutes',
    name: 'TLSRoutes at a waypoint',
    places: (mesh) => mesh.all(TLS_ROUTE).filter(isMeshRoute).map((subject) => ({ subject, path: ['spec', 'parentRefs'] })),
  },
  {
    feature: 'parametersRef',
    name: 'parameters of a Gateway',
    places: (mesh) => [
      ...mesh.all(GATEWAY).filter(({ body }) => body.spec?.infrastructure?.parametersRef)
        .map((subject) => ({ subject, path: ['spec', 'infrastructure', 'parametersRef'] })),
      ...mesh.inNamespace(CONFIG_MAP, mesh.config.rootNamespace).filter(isClassDefault)
        .map((subject) => ({ subject, path: ['metadata', 'labels', DEFAULTS_FOR_CLASS] })),
    ],
  },
  {
    feature: 'dynamicDns',
    name: 'resolution DYNAMIC_DNS',
    places: (mesh) => mesh.all(SERVICE_ENTRY).filter(({ body }) => body.spec?.resolution === 'DYNAMIC_DNS')
      .map((subject) => ({ subject, path: ['spec', 'resolution'] })),
  },
  {
    feature: 'connectStrategy',
    name: CONNECT_STRATEGY,
    places: (mesh) => mesh.all(SERVICE_ENTRY).filter(({ annotations }) => Object.hasOwn(annotations, CONNECT_STRATEGY))
      .map((subject) => ({ subject, path: ['metadata', 'annotations', CONNECT_STRATEGY] })),
  },
  {
    feature: 'trafficExtensions',
    name: 'the kind TrafficExtension',
    places: (mesh) => mesh.all(TRAFFIC_EXTENSION).map((subject) => ({ subject, path: ['kind'] })),
  },
];
