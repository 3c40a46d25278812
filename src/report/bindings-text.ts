import { notesOf, trafficText } from './binding-notes';
import { nameLines, namesText } from './names-text';
import type { Paint, Style } from './style';
import { columns, printable } from './style';
import type { Binding } from '../binding/binding';
import { BindingReason, TrafficPath, waypointOfBinding } from '../binding/binding';
import { waypointText } from '../binding/status-text';
import type { Waypoint } from '../binding/waypoint';
import { waypointsOf } from '../binding/waypoint';
import { placeOfEvidence } from '../mesh/evidence';
import { placeIn } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import { refText } from '../mesh/object-ref';
import type { Place } from '../mesh/source-file';
import { subjectText } from '../registry/subject';

/** What is said of subjects without waypoint, by their reason: those that were meant to have one come first. */
const UNBOUND: readonly { readonly heading: string; readonly reasons: readonly BindingReason[]; readonly isFault: boolean }[] = [
  {
    heading: 'not bound, although a label asks for it: traffic goes direct',
    reasons: [BindingReason.NOT_READY, BindingReason.DENIED, BindingReason.UNSUPPORTED_TRAFFIC, BindingReason.CROSS_NAMESPACE],
    isFault: true,
  },
  { heading: 'not known', reasons: [BindingReason.UNKNOWN], isFault: true },
  { heading: 'direct: no waypoint is asked for', reasons: [BindingReason.NOT_ENROLLED], isFault: false },
  { heading: 'direct: opted out', reasons: [BindingReason.OPTED_OUT], isFault: false },
  { heading: 'parts of waypoints', reasons: [BindingReason.OWN_WAYPOINT], isFault: false },
  { heading: 'not in the ambient mesh', reasons: [BindingReason.NOT_IN_AMBIENT], isFault: false },
];

/** Bindings for people: by waypoint who is bound and why, then what is wrong, then what goes direct. */
export function bindingsText(mesh: MeshObjects, all: readonly Binding[], style: Style): string {
  const bindings = all.filter(({ subject }) => !subject.isImplicit);
  const sections = [
    ...waypointSections(mesh, bindings, style),
    ...UNBOUND.map(({ heading, reasons, isFault }) => {
      const members = bindings.filter(({ reason }) => reasons.includes(reason));
      return isFault ? faultSection(heading, members, style) : plainSection(heading, members, style);
    }),
    unknownNamespaces(bindings),
    [summary(bindings)],
  ];
  return `${sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function waypointSections(mesh: MeshObjects, bindings: readonly Binding[], style: Style): string[][] {
  const served = new Map<string, Served>();
  const servedBy = (waypoint: Waypoint): Served => {
    const name = waypointText(waypoint);
    if (!served.has(name)) served.set(name, { waypoint, members: [], canaryOf: 0 });
    return served.get(name)!;
  };
  waypointsOf(mesh).forEach(servedBy);
  for (const binding of bindings) {
    if (binding.reason !== BindingReason.ACCEPTED) continue;
    servedBy(binding.waypoint).members.push(binding);
    if (binding.canary?.reason === 'WaypointAccepted') servedBy(binding.canary.waypoint).canaryOf++;
  }
  return [...served.values()]
    .filter(({ waypoint, members, canaryOf }) => members.length > 0 || canaryOf > 0 || isMeantAsWaypoint(waypoint))
    .map(({ waypoint, members, canaryOf }) => [
      `${style.title(printable(`waypoint ${waypointText(waypoint)}`))} ${style.faint(describeWaypoint(waypoint))}`,
      ...members.length + canaryOf === 0 ? ['  nothing is bound to it'] : memberLines(members, style),
      ...canaryOf > 0 ? [`  takes a share of the traffic of ${canaryOf} as their canary`] : [],
    ]);
}

/** What a waypoint serves. */
interface Served {
  readonly waypoint: Waypoint;
  readonly members: Binding[];
  /** Of how many objects that are bound to another waypoint it is the canary. */
  canaryOf: number;
}

/** Any Gateway could be bound; one that nothing is bound to is shown only if it does not look like an ingress. */
function isMeantAsWaypoint({ gateway, trafficTypeLabel }: Waypoint): boolean {
  return trafficTypeLabel !== undefined || (gateway?.body.spec?.gatewayClassName ?? '').includes('waypoint');
}

function describeWaypoint(waypoint: Waypoint): string {
  const { gateway } = waypoint;
  const place = gateway && placeText(placeIn(gateway));
  return printable([`takes ${trafficText(waypoint)}`, ...gateway ? [] : ['not in the input'], ...place ? [place] : []].join(' · '));
}

function memberLines(members: readonly Binding[], style: Style): string[] {
  const paintOf = ({ path }: Binding) => path === TrafficPath.TO_WAYPOINT ? style.good : style.bad;
  return withNotes(members, paintOf, style, (binding) => notesOf(binding));
}

function faultSection(heading: string, members: readonly Binding[], style: Style): string[] {
  if (members.length === 0) return [];
  const explain = (binding: Binding) => [`${binding.reason}${binding.message && `: ${binding.message}`}`, ...notesOf(binding)];
  return [style.title(heading), ...withNotes(members, () => style.bad, style, explain)];
}

function withNotes(
  members: readonly Binding[], paintOf: (binding: Binding) => Paint, style: Style, explain: (binding: Binding) => readonly string[],
): string[] {
  const lines = columns(members.map((binding) => [subjectText(binding.subject), ...labelText(binding)]), '  ', [(text) => text, (text) => text, style.faint]);
  return members.flatMap((binding, index) => [
    paintOf(binding)(lines[index].slice(0, 2)) + lines[index].slice(2),
    ...explain(binding).map((note) => `      ${printable(note)}`),
  ]);
}

/** Whose label decided, and where it is. */
function labelText({ claim, subject }: Binding): string[] {
  if (!claim) return [];
  const owner = claim.evidence.manifest;
  return [owner === subject.manifest ? 'by its own label' : `by ${refText(owner)}`, placeText(placeOfEvidence(claim.evidence))];
}

function placeText(place: Place | null): string {
  return place ? `${place.file}:${place.line}:${place.column}` : '';
}

function plainSection(heading: string, members: readonly Binding[], style: Style): string[] {
  if (members.length === 0) return [];
  const objects = members.map(({ subject: { manifest, endpoint } }) => ({
    cells: [manifest.namespace, `${manifest.kind}${endpoint === null ? '' : ' endpoint'}`],
    name: endpoint === null ? manifest.name : `${manifest.name} ${endpoint}`,
  }));
  return [style.title(heading), ...nameLines(objects)];
}

/** Where no label is found the answer holds only as far as the input tells. */
function unknownNamespaces(bindings: readonly Binding[]): string[] {
  const open = bindings.filter((binding) => binding.reason === BindingReason.NOT_ENROLLED && binding.unknown !== undefined);
  const names = [...new Set(open.map(({ subject }) => subject.manifest.namespace))];
  return names.length === 0 ? [] : [printable(`not in the input, so their labels are not known: Namespace ${namesText(names)}`)];
}

function summary(bindings: readonly Binding[]): string {
  const bound = bindings.filter(({ reason }) => reason === BindingReason.ACCEPTED);
  const faults = bindings.filter(({ reason }) => UNBOUND.some(({ reasons, isFault }) => isFault && reasons.includes(reason)));
  const waypoints = new Set(bound.map((binding) => waypointText(waypointOfBinding(binding)!)));
  return [
    bound.length === 0 ? 'nothing bound' : `${bound.length} bound to ${waypoints.size} ${waypoints.size === 1 ? 'waypoint' : 'waypoints'}`,
    ...faults.length > 0 ? [`${faults.length} not bound, although a label asks for it`] : [],
    `${bindings.length - bound.length - faults.length} without a waypoint`,
  ].join(' · ');
}
