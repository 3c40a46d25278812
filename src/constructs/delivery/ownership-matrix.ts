import { ObjectOwner, OwnerSide } from './object-owner';

/** The tool that applies the output of this app. */
export enum DeliveryTool {
  ARGO_CD = 'Argo CD',
  FLUX = 'Flux',
  KUBECTL = 'kubectl',
}

/** What a label patch would do to an object, and what to do instead. */
export interface Harm {
  readonly why: string;
  /** What the owner can do about it. */
  readonly otherwise?: string;
}

const SAME_MANAGER = (tool: string, app: string): Harm => ({
  why: `every ${app} of ${tool} applies as the same field manager, so the patch would take away what the owner applied`,
});

const LAST_APPLIED = (otherwise: string): Harm => ({
  why: 'the object carries the annotation kubectl.kubernetes.io/last-applied-configuration, with which server-side apply takes away what the patch does not name',
  otherwise,
});

const APPLIED_BY_KUBECTL = LAST_APPLIED(
  'let its owner apply with --server-side and a field manager of its own, and write ObjectOwner.KUBECTL_APPLY_SERVER_SIDE');

const REPLACED: Harm = {
  why: 'helm upgrade --force replaces the object and so removes the labels of others',
  otherwise: 'write the labels into the values of the chart, or let the release be upgraded without --force',
};

/**
 * Where a label patch does harm. Every other pair of owner and tool is safe.
 * @see docs/gitops.md
 */
const HARM: Partial<Record<ObjectOwner, Partial<Record<DeliveryTool, Harm>>>> = {
  [ObjectOwner.ARGO_CD]: {
    [DeliveryTool.ARGO_CD]: SAME_MANAGER('Argo CD', 'Application'),
    [DeliveryTool.KUBECTL]: LAST_APPLIED('let its Application sync with ServerSideApply=true, and write ObjectOwner.ARGO_CD_SERVER_SIDE'),
  },
  [ObjectOwner.ARGO_CD_SERVER_SIDE]: { [DeliveryTool.ARGO_CD]: SAME_MANAGER('Argo CD', 'Application') },
  [ObjectOwner.FLUX_KUSTOMIZATION]: { [DeliveryTool.FLUX]: SAME_MANAGER('Flux', 'Kustomization') },
  [ObjectOwner.KUBECTL_APPLY]: { [DeliveryTool.ARGO_CD]: APPLIED_BY_KUBECTL, [DeliveryTool.KUBECTL]: APPLIED_BY_KUBECTL },
  [ObjectOwner.HELM_CLI_FORCE]: { [DeliveryTool.ARGO_CD]: REPLACED, [DeliveryTool.FLUX]: REPLACED, [DeliveryTool.KUBECTL]: REPLACED },
};

/** What can be written for the repository of an owner. */
const OWNER_SIDES: Partial<Record<ObjectOwner, OwnerSide[]>> = {
  [ObjectOwner.ARGO_CD]: [OwnerSide.COMPONENT, OwnerSide.MANAGED_NAMESPACE_METADATA],
  [ObjectOwner.ARGO_CD_SERVER_SIDE]: [OwnerSide.COMPONENT, OwnerSide.MANAGED_NAMESPACE_METADATA],
  [ObjectOwner.FLUX_KUSTOMIZATION]: [OwnerSide.COMPONENT],
  [ObjectOwner.FLUX_HELM_RELEASE]: [OwnerSide.POST_RENDERERS],
  [ObjectOwner.KUBECTL_APPLY]: [OwnerSide.COMPONENT],
  [ObjectOwner.KUBECTL_APPLY_SERVER_SIDE]: [OwnerSide.COMPONENT],
};

/** The harm that a label patch by a tool would do to an object of an owner; undefined if it does none. */
export function harmOf(owner: ObjectOwner, tool: DeliveryTool): Harm | undefined {
  return HARM[owner]?.[tool];
}

/** What can be written for the repository of an owner, for an object of a kind. */
export function ownerSidesOf(owner: ObjectOwner, kind: string): OwnerSide[] {
  return (OWNER_SIDES[owner] ?? []).filter((side) => side !== OwnerSide.MANAGED_NAMESPACE_METADATA || kind === 'Namespace');
}
