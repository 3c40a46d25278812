import * as fs from 'node:fs';
import * as path from 'node:path';
import { dump } from 'js-yaml';
import { namespacesOf } from './bundle';

/** How many namespaces of a fleet have an application, of `OBJECTS_PER_APPLICATION` objects each. */
const APPLICATIONS = 100;
export const OBJECTS_PER_APPLICATION = 4;
export const APPLICATION_OBJECTS = APPLICATIONS * OBJECTS_PER_APPLICATION;

/** Writes applications that can be called, into some of the namespaces of a fleet. */
export function writeApplications(folder: string, namespaces: number): string {
  const file = path.join(folder, 'applications.yaml');
  const manifests = homesOf(namespaces).flatMap((namespace) => [
    { apiVersion: 'v1', kind: 'Service', metadata: { name: 'cart', namespace }, spec: { selector: { app: 'cart' }, ports: [{ name: 'http', port: 80 }] } },
    workload('cart', namespace),
    workload('productpage', namespace),
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: { name: 'cart', namespace },
      spec: {
        parentRefs: [{ group: '', kind: 'Service', name: 'cart' }],
        rules: [{ matches: [{ path: { type: 'PathPrefix', value: '/cart' } }], backendRefs: [{ name: 'cart', port: 80 }] }],
      },
    },
  ]);
  fs.writeFileSync(file, manifests.map((manifest) => dump(manifest, { noRefs: true })).join('---\n'));
  return file;
}

function workload(name: string, namespace: string): object {
  const template = { metadata: { labels: { app: name } }, spec: { serviceAccountName: name } };
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, namespace }, spec: { template } };
}

/** The namespaces that have an application, far from each other. */
function homesOf(namespaces: number): string[] {
  const all = namespacesOf(namespaces);
  return Array.from({ length: APPLICATIONS }, (_, index) => all[Math.floor(index * all.length / APPLICATIONS)]);
}

/** Writes access tests that call the applications in turn. */
export function writeAccessTests(folder: string, namespaces: number, cases: number): string {
  const file = path.join(folder, `access-${cases}.yaml`);
  const homes = homesOf(namespaces);
  const tests = Array.from({ length: cases }, (_, index) => {
    const namespace = homes[index % homes.length];
    const isRead = index % 3 > 0;
    return {
      name: `case ${index}`,
      from: { namespace, workload: 'productpage' },
      to: { service: `${namespace}/cart`, port: 80 },
      request: { method: isRead ? 'GET' : 'PUT', path: `/cart/${index}` },
      expect: { verdict: isRead ? 'allowed' : 'denied', via: `${namespace}/waypoint` },
    };
  });
  fs.writeFileSync(file, dump({ tests }, { noRefs: true }));
  return file;
}
