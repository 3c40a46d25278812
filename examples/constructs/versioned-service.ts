import type { Chart } from 'cdk8s';
import { Deployment } from 'cdk8s-plus-28';
import { HttpRoute, HttpValueMatch, NamespaceWaypoint, RouteParent, VersionedService, VersionSplit } from 'cdk8s-waypoint';

/** A new version takes over step by step (5, 25, 50, 100 %); testers have it at once. */
export function declare(chart: Chart): void {
  new NamespaceWaypoint(chart, 'waypoint');
  for (const version of ['v1', 'v2']) {
    new Deployment(chart, `reviews-${version}-pods`, {
      metadata: { name: `reviews-${version}` },
      podMetadata: { labels: { app: 'reviews', version } },
      containers: [{ image: `registry.example/reviews:${version}`, portNumber: 9080 }],
    });
  }
  const reviews = new VersionedService(chart, 'reviews', {
    selector: { app: 'reviews' },
    ports: [{ port: 9080 }],
    versions: [{ version: 'v1' }, { version: 'v2' }],
    split: VersionSplit.rollout('v1', 'v2', { step: 1 }),
  });

  new HttpRoute(chart, 'testers', {
    parents: [RouteParent.service(reviews.parent, { port: 9080 })],
    rules: [{ matches: [{ headers: [HttpValueMatch.exact('x-tester', 'yes')] }], backends: [reviews.backend('v2', { port: 9080 })] }],
  });
}
