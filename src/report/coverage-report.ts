import { jsonText } from './json';
import type { Style } from './style';
import { columns, printable } from './style';
import { waypointOfBinding } from '../binding/binding';
import { waypointText } from '../binding/status-text';
import { refOf } from '../mesh/object-ref';
import type { Problem } from '../mesh/problem';
import type { Coverage } from '../traffic/coverage';
import { traverses } from '../traffic/coverage';
import type { FirstHop } from '../traffic/first-hop';
import { ClientOutcome } from '../traffic/first-hop';
import { firstHopText } from '../traffic/notes-on-client';

/** Which clients take the waypoints of services, as the JSON that docs/requests.md describes. */
export function coverageJson(coverages: readonly Coverage[], problems: readonly Problem[]): string {
  const services = coverages.map(({ service, clients, podAddress }) => ({
    service: refOf(service.owner),
    host: service.host,
    waypoint: waypointRef(clients[0].firstHop),
    clients: clients.map(({ clientClass, firstHop }) => ({ class: clientClass, ...firstHopJson(firstHop) })),
    podAddress: podAddress ? firstHopJson(podAddress) : null,
  }));
  return jsonText({ services }, problems);
}

function firstHopJson(firstHop: FirstHop) {
  const { outcome, cause } = firstHop;
  return { traverses: traverses(firstHop), outcome, cause, message: firstHopText(firstHop) };
}

function waypointRef({ binding }: FirstHop) {
  const waypoint = binding && waypointOfBinding(binding);
  return waypoint ? { namespace: waypoint.namespace, name: waypoint.name } : null;
}

/** The coverage of one service for people: a line for each class of clients, with its reason. */
export function coverageText(coverage: Coverage, style: Style): string {
  const { service } = coverage;
  const rows = cells(coverage).map(([name, firstHop]) => firstHop
    ? [name, OUTCOMES[firstHop.outcome], firstHopText(firstHop)]
    : [name, '-', 'no pod of it is in the input']);
  const lines = columns(rows, '  ', [(text) => text, (text) => text, style.faint]);
  return `${style.title(printable(`${service.host}, waypoint ${waypointName(coverage)}`))}\n${lines.join('\n')}\n`;
}

/** The coverage of many services for people: a row for each, a column for each class of clients. */
export function coverageTable(coverages: readonly Coverage[], style: Style): string {
  const [first] = coverages;
  if (!first) return 'no service is bound to a waypoint\n';
  const head = ['service', 'waypoint', ...cells(first).map(([name]) => name)];
  const rows = coverages.map((coverage) => [
    coverage.service.host, waypointName(coverage), ...cells(coverage).map(([, firstHop]) => firstHop ? OUTCOMES[firstHop.outcome] : '-'),
  ]);
  const same = (text: string) => text;
  const [title, ...lines] = columns([head, ...rows], '', [same]);
  return `${[style.title(title), ...lines].join('\n')}\n`;
}

function waypointName({ clients: [{ firstHop: { binding } }] }: Coverage): string {
  const waypoint = binding && waypointOfBinding(binding);
  return waypoint ? waypointText(waypoint) : 'none';
}

function cells({ clients, podAddress }: Coverage): [string, FirstHop | undefined][] {
  return [...clients.map(({ clientClass, firstHop }): [string, FirstHop] => [clientClass, firstHop]), ['pod-address', podAddress]];
}

const OUTCOMES: Readonly<Record<ClientOutcome, string>> = {
  [ClientOutcome.TO_WAYPOINT]: 'through',
  [ClientOutcome.BYPASS]: 'past',
  [ClientOutcome.DIRECT]: 'straight',
  [ClientOutcome.REFUSED]: 'refused',
  [ClientOutcome.PASSTHROUGH]: 'leaves',
  [ClientOutcome.UNKNOWN]: 'unknown',
};
