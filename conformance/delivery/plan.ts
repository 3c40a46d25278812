import * as fs from 'fs';
import * as path from 'path';
import type { App } from 'cdk8s';
import { App as PlainApp, Chart } from 'cdk8s';
import { declareBookinfo } from '../../examples/bookinfo/main';
import type { OwnedObjects } from '../../src';
import { DataplaneMode, Delivery, Enrollment, ObjectOwner, ObjectRef, OwnerSide, ServiceWaypoint, WaypointApp, WaypointLifecycle } from '../../src';
import { ownerSidesOf } from '../../src/constructs/delivery/ownership-matrix';
import { STAGES } from '../../src/constructs/delivery/stage';
import { declareShop, owners } from '../../test/constructs/delivery/shop';

/** The tools that deliver, by the name that the lane gives them. */
export const TOOLS: Readonly<Record<string, (owned: OwnedObjects[]) => Delivery>> = {
  argocd: (owned) => Delivery.argoCd({ repositoryUrl: 'https://git.example.com/mesh.git', path: 'dist', owners: owned }),
  flux: (owned) => Delivery.flux({ artifactUrl: 'oci://registry.example.com/mesh', owners: owned }),
  kubectl: (owned) => Delivery.kubectl({ owners: owned }),
};

/** An output that the API server is to judge. */
interface Output {
  readonly name: string;
  readonly tool: string;
  readonly folder: string;
  readonly stages: readonly string[];
}

/** What the lane is to play. */
export interface Plan {
  /** A folder with label patches: `TOOL/enrolled` and `TOOL/drained`. */
  readonly matrix: string;
  /** The tools for which the constructs refuse a label patch, by owner. */
  readonly refused: Readonly<Record<string, readonly string[]>>;
  /** What is written for the repositories of owners. */
  readonly ownerSides: readonly { readonly owner: string; readonly side: string; readonly file: string }[];
  readonly outputs: readonly Output[];
}

/** Writes what the lane plays below a folder, by the constructs themselves, and a file `plan.json`, whose path it gives. */
export function writePlan(folder: string): string {
  const plan: Plan = {
    matrix: path.join(folder, 'matrix'),
    refused: refusedTools(folder),
    ownerSides: ownerSides(folder),
    outputs: [...plainOutputs(folder), ...deliveredOutputs(folder)],
  };
  const anyOwner = [{ owner: ObjectOwner.UNMANAGED }];
  for (const [tool, newDelivery] of Object.entries(TOOLS)) {
    synthesize(path.join(plan.matrix, tool, 'enrolled'), newDelivery(anyOwner), enrollAll(WaypointLifecycle.SERVING));
    synthesize(path.join(plan.matrix, tool, 'drained'), newDelivery(anyOwner), enrollAll(WaypointLifecycle.DRAINING));
  }
  const file = path.join(folder, 'plan.json');
  fs.writeFileSync(file, JSON.stringify(plan));
  return file;
}

/** Labels an object of each kind that `conformance/delivery/matrix/owner.yaml` has; or takes the labels away. */
function enrollAll(lifecycle: WaypointLifecycle): (app: App) => void {
  return (app) => {
    const shop = new Chart(app, 'shop', { namespace: 'shop' });
    const waypoint = new ServiceWaypoint(shop, 'waypoint', { waypointName: 'waypoint', services: [ObjectRef.service('cart')], lifecycle });
    const dataplaneMode = lifecycle === WaypointLifecycle.SERVING ? DataplaneMode.AMBIENT : undefined;
    new Enrollment(shop, 'namespace', { waypoint, dataplaneMode, objects: [ObjectRef.namespace('shop')] });
    new Enrollment(shop, 'objects', { waypoint, objects: [ObjectRef.serviceEntry('bank'), ObjectRef.workloadEntry('vm'), ObjectRef.pod('batch')] });
  };
}

/** By owner, the tools for which a label patch is an error. */
function refusedTools(folder: string): Record<string, string[]> {
  const isRefused = (owner: ObjectOwner, newDelivery: (owned: OwnedObjects[]) => Delivery): boolean => {
    try {
      synthesize(path.join(folder, 'refused'), newDelivery([{ owner }]), enrollAll(WaypointLifecycle.SERVING));
      return false;
    } catch (error) {
      if (/must not get a label patch/.test((error as Error).message)) return true;
      throw error;
    }
  };
  const foreign = Object.values(ObjectOwner).filter((owner) => owner !== ObjectOwner.THIS_APP);
  return Object.fromEntries(foreign.map((owner) => [owner, Object.keys(TOOLS).filter((tool) => isRefused(owner, TOOLS[tool]))]));
}

/** What owners can take into their repositories for every kind of object. */
function ownerSides(folder: string): Plan['ownerSides'] {
  const files = { [OwnerSide.COMPONENT]: 'kustomization.yaml', [OwnerSide.POST_RENDERERS]: 'helmrelease.patch.yaml' };
  return Object.values(ObjectOwner).flatMap((owner) => Object.entries(files).flatMap(([side, file]) => {
    const instead = side as keyof typeof files;
    if (!ownerSidesOf(owner, 'Service').includes(instead)) return [];
    const output = path.join(folder, 'owner-sides', owner, side);
    synthesize(output, TOOLS.argocd([{ owner, instead, ownerName: 'owner' }]), enrollAll(WaypointLifecycle.SERVING));
    return [{ owner, side, file: path.join(output, 'owner-patches/owner', file) }];
  }));
}

function plainOutputs(folder: string): Output[] {
  const quickstart = path.join(folder, 'quickstart');
  const app = new PlainApp({ outdir: quickstart });
  declareBookinfo(app);
  app.synth();
  return [
    { name: 'examples/bookinfo', tool: '', folder: quickstart, stages: [] },
    { name: 'examples/repository', tool: '', folder: path.resolve(__dirname, '../../examples/repository/expected'), stages: [] },
  ];
}

function deliveredOutputs(folder: string): Output[] {
  return Object.entries(TOOLS).map(([tool, newDelivery]) => {
    const output = path.join(folder, 'shop', tool);
    synthesize(output, newDelivery(owners(ObjectOwner.UNMANAGED, ObjectOwner.KUBECTL_APPLY)), declareShop);
    return { name: `test/constructs/delivery/shop by ${tool}`, tool, folder: output, stages: STAGES };
  });
}

function synthesize(outdir: string, delivery: Delivery, declare: (app: App) => void): void {
  const app = new WaypointApp({ outdir, delivery });
  declare(app);
  app.synth();
}
