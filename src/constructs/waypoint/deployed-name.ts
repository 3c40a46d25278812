import { ApiObject } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import { fullNameOf } from './full-name';
import type { IWaypoint } from './waypoint';
import { GATEWAY_NAME, MANAGED } from '../../istio/labels';
import { claimAlone } from '../claims';
import type { LocatedObject } from '../located-object';
import { describe } from '../located-object';
import { problem } from '../problem';

/** What istiod makes under the name of a waypoint, if nothing is there. */
const DEPLOYED_KINDS: readonly string[] = ['Service', 'Deployment'];

/** The objects of an app that may be in the place of what istiod deploys, by kind, namespace and name; undefined until somebody asks. */
const namesakes = new WeakMap<IConstruct, Map<string, ApiObject[]> | undefined>();

/**
 * Sees to it that istiod can deploy a waypoint: nothing else of the app may have the name of its Service and Deployment. Istiod leaves
 * alone what another made, without a word, and the waypoint is never ready.
 * @see istio pilot/pkg/config/kube/gatewaycommon/deploymentcontroller.go canManage
 */
export function claimDeployedName(waypoint: IWaypoint & Construct): void {
  const { deploymentName, waypointNamespace, node } = waypoint;
  claimAlone(waypoint, `Deployment ${waypointNamespace}/${deploymentName}`, 'write another "deploymentName"');
  forgetBeforeValidation(node.root);
  node.addValidation({
    validate: () => DEPLOYED_KINDS.flatMap((kind) => namesakesOf(waypoint, kind)).map(({ node: { path }, kind }) =>
      `has the name of ${kind} ${waypointNamespace}/${deploymentName} ("${path}"), so that it can't be deployed: ${WAY_OUT}`),
  });
}

/** @throws if an object that uses a waypoint has the name of what istiod deploys for it */
export function refuseNamesake(user: Construct, object: LocatedObject, waypoint: IWaypoint): void {
  const { kind, namespace, name } = object;
  if (!DEPLOYED_KINDS.includes(kind) || name !== waypoint.deploymentName || namespace !== waypoint.waypointNamespace) return;
  throw problem(user, `${describe(object)} has the name of waypoint ${fullNameOf(waypoint)}, which can't be deployed then: ${WAY_OUT}`);
}

const WAY_OUT = 'write another "waypointName", or a "deploymentName"';

/** Validation asks the root first, and only then is the whole tree known. */
function forgetBeforeValidation(root: IConstruct): void {
  if (namesakes.has(root)) return;
  namesakes.set(root, undefined);
  root.node.addValidation({
    validate: () => {
      namesakes.set(root, undefined);
      return [];
    },
  });
}

function namesakesOf({ deploymentName, waypointName, waypointNamespace, node }: IWaypoint, kind: string): ApiObject[] {
  const known = namesakes.get(node.root) ?? namesakesIn(node.root);
  namesakes.set(node.root, known);
  return (known.get(keyOf(kind, waypointNamespace, deploymentName)) ?? []).filter((object) => !isPartOf(object, waypointName));
}

function namesakesIn(root: IConstruct): Map<string, ApiObject[]> {
  const known = new Map<string, ApiObject[]>();
  for (const construct of root.node.findAll()) {
    if (!ApiObject.isApiObject(construct)) continue;
    const object = construct as ApiObject;
    const key = keyOf(object.kind, object.metadata.namespace ?? '', object.name);
    if (DEPLOYED_KINDS.includes(object.kind)) known.set(key, [...known.get(key) ?? [], object]);
  }
  return known;
}

function keyOf(kind: string, namespace: string, name: string): string {
  return `${kind} ${namespace}/${name}`;
}

/** Whether an object is itself what istiod deploys, or a Service that takes its place on purpose. */
function isPartOf(object: ApiObject, waypointName: string): boolean {
  if (object.metadata.getLabel(MANAGED) !== undefined) return true;
  return object.toJson().spec?.selector?.[GATEWAY_NAME] === waypointName;
}
