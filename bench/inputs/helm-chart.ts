import * as fs from 'node:fs';
import * as path from 'node:path';
import { namespacesOf } from './bundle';
import { textOf } from './fleet';

/** Writes a chart of Helm that renders a fleet: one template, over the names of the namespaces. */
export function writeHelmChart(folder: string, namespaces: number): string {
  const chart = path.join(folder, `chart-${namespaces}`);
  fs.mkdirSync(path.join(chart, 'templates'), { recursive: true });
  fs.writeFileSync(path.join(chart, 'Chart.yaml'), 'apiVersion: v2\nname: fleet\nversion: 1.0.0\n');
  fs.writeFileSync(path.join(chart, 'values.yaml'), `namespaces: [${namespacesOf(namespaces).join(', ')}]\n`);
  fs.writeFileSync(path.join(chart, 'templates', 'fleet.yaml'), `{{- range .Values.namespaces }}\n---\n${textOf(['NAMESPACE']).replaceAll('NAMESPACE', '{{ . }}')}{{- end }}\n`);
  return chart;
}
