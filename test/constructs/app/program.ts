import { Chart, YamlOutputType } from 'cdk8s';
import { NamespaceWaypoint, WaypointApp } from '../../../src';

const app = new WaypointApp({ yamlOutputType: process.argv.includes('one-file') ? YamlOutputType.FILE_PER_APP : YamlOutputType.FILE_PER_CHART });
for (const namespace of ['shop', 'pay']) new NamespaceWaypoint(new Chart(app, namespace, { namespace }), 'waypoint');
app.synth();
