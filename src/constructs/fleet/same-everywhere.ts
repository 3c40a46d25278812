import type { ExpectedDifference } from './fleet-difference';
import type { ObjectFields } from './object-fields';
import { fieldIn } from './object-fields';
import { GATEWAY_API_GROUP } from '../../istio/groups';
import { REVISION } from '../../istio/labels';

/** Labels that decide who uses which waypoint, and which Services are global; not those of one control plane. */
const MESH_LABEL = /labels\['istio\.io\/[^']*'\]$/;
const OWN_TO_CLUSTER = fieldIn('labels', REVISION);
/** What makes a Gateway the waypoint that it is. */
const IDENTITY = /^spec\.(gatewayClassName|listeners\b)/;

/**
 * Whether clusters must have a field in common, or an object as a whole: clients of one cluster reach the services of
 * another, and the binding of their own cluster counts then.
 * @param field its path; undefined: the object as a whole
 */
export function mustBeSame({ group, kind, fields }: ObjectFields, field: string | undefined): boolean {
  const isGateway = kind === 'Gateway' && group === GATEWAY_API_GROUP;
  if (field === undefined) return isGateway || [...fields.keys()].some(isMeshLabel);
  return isMeshLabel(field) || (isGateway && IDENTITY.test(field));
}

function isMeshLabel(field: string): boolean {
  return MESH_LABEL.test(field) && !field.endsWith(OWN_TO_CLUSTER);
}

/** Whether somebody expects a difference, and so has said why. */
export function isExpected(expected: ExpectedDifference, { kind, namespace, name }: ObjectFields, field: string | undefined): boolean {
  const { kinds, namespaces, names, fields } = expected;
  return covers(kinds, kind)
    && covers(namespaces, kind === 'Namespace' ? name : namespace)
    && covers(names, name)
    && (!fields || fields.some((part) => field?.includes(part)));
}

function covers(list: readonly string[] | undefined, value: string): boolean {
  return !list || list.includes(value);
}
