import * as fs from 'fs';
import * as path from 'path';
import { Chart } from 'cdk8s';
import { written } from './written';
import { Delivery, NamespaceWaypoint, ObjectOwner } from '../../../src';

/** The health checks that the delivery lane asks about the states of `states.yaml`, there. */
const JUDGED = path.resolve(__dirname, '../../../conformance/delivery/health/testdata');

const owners = [{ owner: ObjectOwner.UNMANAGED }];

test.each([
  ['argocd-cm.patch.yaml', 'gitops/argocd', Delivery.argoCd({ repositoryUrl: 'https://git.example.com/mesh.git', path: 'dist', healthCustomization: true, owners })],
  ['waypoints.yaml', 'gitops/flux', Delivery.flux({ artifactUrl: 'oci://registry.example.com/mesh', owners })],
])('the health checks in %s are those that were judged', (file, folder, delivery) => {
  const files = written(delivery, (app) => new NamespaceWaypoint(new Chart(app, 'shop', { namespace: 'shop' }), 'waypoint'));
  expect(files[`${folder}/${file}`]).toBe(fs.readFileSync(path.join(JUDGED, file), 'utf8'));
});
