import type { OwnedObjects } from './object-owner';
import { ObjectOwner, OwnerSide } from './object-owner';
import type { Harm } from './ownership-matrix';
import { DeliveryTool, harmOf, ownerSidesOf } from './ownership-matrix';
import { ARGO_COMPARE, ARGO_SYNC, FLUX_PRUNE, FLUX_SSA } from '../../istio/sync-tools';
import { LIVE_TEMPLATE_KINDS, templateLabelsPath } from '../enrollment/pod-template';
import type { LocatedObject } from '../located-object';
import { describe } from '../located-object';

/** How labels reach an object that is not of this app. */
export interface LabelPlacement {
  /** Why they cannot, and what to write instead. */
  readonly refusal?: string;
  /** Who puts them on the object, and how; undefined if a label patch does. */
  readonly ownerSide?: { readonly side: OwnerSide; readonly owned: OwnedObjects };
  /** The annotations of the label patch. */
  readonly annotations?: Record<string, string>;
  /** The labels by which the object selects its pods, if the label patch must have them. */
  readonly podSelector?: Readonly<Record<string, string>>;
}

/** What a label patch must tell the tool that applies it. */
const PATCH_ANNOTATIONS: Record<DeliveryTool, Record<string, string>> = {
  [DeliveryTool.ARGO_CD]: {
    [ARGO_COMPARE]: 'IgnoreExtraneous',
    [ARGO_SYNC]: 'ServerSideApply=true,Validate=false,Prune=false,Delete=false',
  },
  [DeliveryTool.FLUX]: {
    [FLUX_PRUNE]: 'disabled',
    [FLUX_SSA]: 'Merge',
  },
  [DeliveryTool.KUBECTL]: {},
};

/** How labels reach an object that is not of this app where nobody says how the output is delivered: as a plain label patch. */
export function placeWithoutDelivery(object: LocatedObject, hasAnnotations: boolean): LabelPlacement {
  if (!hasAnnotations) return {};
  return { refusal: `${describe(object)} must not get a label patch: ${WEIGHTED.why}: declare it in this app, or ${WEIGHTED.otherwise}` };
}

/**
 * Decides how labels reach an object that is not of this app.
 * @param hasAnnotations whether annotations come with them
 */
export function placeLabels(
  tool: DeliveryTool, owners: readonly OwnedObjects[], object: LocatedObject, hasAnnotations: boolean,
): LabelPlacement {
  const owned = owners.find((candidate) => covers(candidate, object));
  if (!owned) return { refusal: `nobody says who owns ${describe(object)}: add it to "owners" of the delivery, or declare it in this app` };
  if (owned.owner === ObjectOwner.THIS_APP) {
    return { refusal: `${describe(object)} is said to be of this app, but it is not declared in it: declare it, with Include if it is YAML` };
  }
  const sides = ownerSidesOf(owned.owner, object.kind);
  if (owned.instead) {
    return sides.includes(owned.instead)
      ? { ownerSide: { side: owned.instead, owned } }
      : { refusal: `${describe(object)} cannot get labels by ${owned.instead} from owner ${owned.owner}: ${choices(sides)}` };
  }
  const harm = harmOf(owned.owner, tool) ?? harmByContent(tool, owned, object, hasAnnotations);
  if (!harm) {
    const podSelector = tool === DeliveryTool.FLUX && templateLabelsPath(object.kind) ? owned.podSelector : undefined;
    return { annotations: PATCH_ANNOTATIONS[tool], podSelector };
  }
  const ways = [harm.otherwise, ...(sides.length > 0 ? [choices(sides)] : [])].filter(Boolean).join(', or ');
  return { refusal: `${describe(object)} of owner ${owned.owner} must not get a label patch by ${tool}: ${harm.why}: ${ways}` };
}

/** What is wrong with a label patch whoever applies it. */
function harmByContent(tool: DeliveryTool, owned: OwnedObjects, { kind }: LocatedObject, hasAnnotations: boolean): Harm | undefined {
  if (!templateLabelsPath(kind)) return hasAnnotations ? WEIGHTED : undefined;
  if (!LIVE_TEMPLATE_KINDS.includes(kind) || !owned.patchPodTemplates) return POD_TEMPLATE;
  return tool === DeliveryTool.FLUX && !owned.podSelector ? UNSELECTED : undefined;
}

const UNSELECTED: Harm = {
  why: 'Flux applies no pod template without the selector of the object',
  otherwise: 'write "podSelector" with exactly the labels of its spec.selector.matchLabels',
};

const WEIGHTED: Harm = {
  why: 'the weight of a canary is an annotation, and a label patch has no annotations but those for the tool that applies it',
  otherwise: 'go from CanaryStep.deployed() to CanaryStep.promoted(), which changes labels only',
};

const POD_TEMPLATE: Harm = {
  why: 'labels of a pod template belong to whoever applies the template',
  otherwise: 'write them there, or write "patchPodTemplates: true" for an object that may restart its pods (no Job, no CronJob)',
};

function covers({ kinds, namespaces, names }: OwnedObjects, object: LocatedObject): boolean {
  const namespace = object.kind === 'Namespace' ? object.name : object.namespace;
  return (kinds?.includes(object.kind) ?? true) && (namespaces?.includes(namespace) ?? true) && (names?.includes(object.name) ?? true);
}

function choices(sides: readonly OwnerSide[]): string {
  const names = sides.map((side) => `OwnerSide.${Object.keys(OwnerSide).find((key) => OwnerSide[key as keyof typeof OwnerSide] === side)}`);
  return names.length > 0 ? `write "instead" with ${names.join(' or ')}` : 'leave "instead" out';
}
