import type { Rule } from './rule';
import { Severity } from './rule';
import { FOR_SERVICE_ACCOUNT, USE_WAYPOINT } from '../istio/labels';

/** Annotations that waypoints were configured by, and what took their place. */
const LEGACY: Readonly<Record<string, string>> = {
  [FOR_SERVICE_ACCOUNT]: 'waypoints of a service account ended with Istio 1.22: label what is to use the waypoint instead',
  [USE_WAYPOINT]: 'it is read as a label only',
  'deployment.gateway.networking.k8s.io/replicas': 'Istio does not read it: use spec.infrastructure.parametersRef or a HorizontalPodAutoscaler',
};

export const legacyWaypointMetadata: Rule = {
  id: 'legacy-waypoint-metadata',
  severity: Severity.WARNING,
  summary: 'an annotation is one that Istio no longer reads, or never did',
  why: 'it has no effect: what was bound by it is not bound, and traffic goes direct',
  fix: 'enroll by the label istio.io/use-waypoint, and remove the annotation',
  *check(mesh) {
    const names = Object.keys(LEGACY).filter((name) => mesh.isAnnotationUsed(name));
    for (const subject of names.length > 0 ? mesh.asRead() : []) {
      for (const name of names) {
        if (!Object.hasOwn(subject.annotations, name)) continue;
        yield { subject, path: ['metadata', 'annotations', name], message: `"${name}" has no effect, ${LEGACY[name]}` };
      }
    }
  },
};
