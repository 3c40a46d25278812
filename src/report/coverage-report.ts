import { jsonText } from './json';
import type { Style } from './style';
import { columns, printable } from './style';
import { waypointOfBinding } from '../binding/binding';
import { waypointText } from '../binding/status-text';
import { refOf } from '../mesh/object-ref';
import type { Problem } from '../mesh/problem';
import type { Coverage } from '../traffic/coverage';
import { traverses } from '../traffic/coverage';
import { firstHopText } from '../traffic/notes-on-client';

/** Which clients take the waypoints of services, as the JSON that docs/explain.md describes. */
export function coverageJson(coverages: readonly Coverage[], problems: readonly Problem[]): string {
  const services = coverages.map(({ service, clients }) => ({
    service: refOf(service.owner),
    host: service.host,
    waypoint: waypointRef(clients[0]),
    clients: clients.map(({ clientClass, firstHop }) => ({
      class: clientClass,
      traverses: traverses(firstHop),
      outcome: firstHop.outcome,
      cause: firstHop.cause,
      message: firstHopText(firstHop),
    })),
  }));
  return jsonText({ services }, problems);
}

function waypointRef({ firstHop }: Coverage['clients'][number]) {
  const waypoint = firstHop.binding && waypointOfBinding(firstHop.binding);
  return waypoint ? { namespace: waypoint.namespace, name: waypoint.name } : null;
}

/** The same for people: a block for each service, a line for each class of clients. */
export function coverageText(coverages: readonly Coverage[], style: Style): string {
  if (coverages.length === 0) return 'no service is bound to a waypoint\n';
  return coverages.map(({ service, clients }) => {
    const waypoint = clients[0].firstHop.binding && waypointOfBinding(clients[0].firstHop.binding);
    const title = `${service.host}${waypoint ? `, waypoint ${waypointText(waypoint)}` : ''}`;
    const rows = clients.map(({ clientClass, firstHop }) => [clientClass, firstHop.outcome, firstHopText(firstHop)]);
    const lines = columns(rows, '  ', [(text) => text, (text) => text, style.faint]);
    return `${style.title(printable(title))}\n${lines.join('\n')}\n`;
  }).join('\n');
}
