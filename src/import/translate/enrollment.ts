import { construction, enumMember, list, ours, plain, struct } from '../../program/expression';
import type { Expression, Props } from '../../program/expression';
import type { Item } from '../item';
import { Stage } from '../item';
import type { Scope } from '../scope';
import type { SubjectLabels } from '../subject-labels';

/** Objects of one chart whose labels say the same, as `Enrollment`. */
export function enrollmentItem(subjects: readonly SubjectLabels[], scope: Scope, key: string): Item {
  const [first] = subjects;
  const chart = homeOf(first);
  const id = scope.id(chart, idOf(first));
  const props = struct({ objects: list(subjects.map(({ object }) => scope.ref(object, chart))), ...said(first, scope, chart) });
  return {
    key,
    chart,
    stage: Stage.ENROLLMENT,
    id,
    statements: [construction([id], ours('Enrollment'), [scope.chart(chart), plain(id), props])],
    objects: [],
    labels: subjects.map(({ object }) => object.key),
    construct: 'Enrollment',
  };
}

/** The namespace whose chart an object belongs to; a Namespace belongs to its own. */
export function homeOf({ object: { kind, namespace, name } }: SubjectLabels): string {
  return kind === 'Namespace' ? name : namespace;
}

/** One text for all subjects that one enrollment can be for. */
export function enrollmentKey(subject: SubjectLabels): string {
  const { waypoint, optOut, ingress, dataplaneMode } = subject;
  return JSON.stringify([homeOf(subject), waypoint, optOut, ingress, dataplaneMode]);
}

function said({ waypoint, optOut, ingress, dataplaneMode }: SubjectLabels, scope: Scope, chart: string): Props {
  return {
    waypoint: waypoint && scope.waypoint(waypoint.namespace, waypoint.name, chart).waypoint,
    optOut: optOut && plain(true),
    ingress: ingress === undefined ? undefined : plain(ingress),
    dataplaneMode: dataplaneMode && modeExpression(dataplaneMode),
  };
}

/** A mode as `DataplaneMode`. */
export function modeExpression(mode: 'ambient' | 'none'): Expression {
  return enumMember('DataplaneMode', mode.toUpperCase());
}

function idOf({ waypoint, optOut, dataplaneMode, ingress }: SubjectLabels): string {
  if (waypoint) return `use-${waypoint.name}`;
  if (optOut) return 'opt-out';
  if (dataplaneMode) return dataplaneMode === 'ambient' ? 'ambient' : 'not-ambient';
  return ingress ? 'ingress' : 'no-ingress';
}
