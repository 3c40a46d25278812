import { Chart } from 'cdk8s';
import { NamespaceWaypoint, WaypointApp } from '../../../src';

new NamespaceWaypoint(new Chart(new WaypointApp(), 'shop', { namespace: 'shop' }), 'waypoint', { waypointName: 'none' });
