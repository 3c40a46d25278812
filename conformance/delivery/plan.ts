import * as fs from 'fs';
import * as path from 'path';
import type { App } from 'cdk8s';
import { ApiObject, App as PlainApp, Chart } from 'cdk8s';
import { declareBookinfo } from '../../examples/bookinfo/main';
import type { CanaryOptions, OwnedObjects } from '../../src';
import {
  CanaryStep, DataplaneMode, Delivery, Enrollment, Fleet, FleetDelivery, NamespaceWaypoint, ObjectOwner, ObjectRef, OwnerSide,
  PolicyTarget, Scaling, ServiceWaypoint,
  WaypointApp, WaypointAuthorization, WaypointLifecycle, WorkloadWaypoint, ZtunnelTarget,
} from '../../src';
import { ownerSidesOf } from '../../src/constructs/delivery/ownership-matrix';
import { STAGES } from '../../src/constructs/delivery/stage';
import { declareShop, owners } from '../../test/constructs/delivery/shop';

/** The tools that deliver, by the name that the lane gives them. */
export const TOOLS: Readonly<Record<string, (owned: OwnedObjects[]) => Delivery>> = {
  argocd: (owned) => Delivery.argoCd({ repositoryUrl: 'https://git.example.com/mesh.git', path: 'dist', healthCustomization: true, owners: owned }),
  flux: (owned) => Delivery.flux({ artifactUrl: 'oci://registry.example.com/mesh', name: 'flux-mesh', owners: owned }),
  kubectl: (owned) => Delivery.kubectl({ owners: owned }),
};

/** An output that the API server is to judge. */
interface Output {
  readonly name: string;
  readonly tool: string;
  readonly folder: string;
  readonly stages: readonly string[];
  /** The folders of the commits that follow. */
  readonly then?: readonly string[];
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
    outputs: [...plainOutputs(folder), ...deliveredOutputs(folder), ...canaryOutputs(folder), ...fleetOutputs(folder)],
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
  const isRefused = (owner: ObjectOwner, tool: string): boolean => {
    try {
      synthesize(path.join(folder, 'refused', owner, tool), TOOLS[tool]([{ owner }]), enrollAll(WaypointLifecycle.SERVING));
      return false;
    } catch (error) {
      if (/must not get a label patch/.test((error as Error).message)) return true;
      throw error;
    }
  };
  const foreign = Object.values(ObjectOwner).filter((owner) => owner !== ObjectOwner.THIS_APP);
  return Object.fromEntries(foreign.map((owner) => [owner, Object.keys(TOOLS).filter((tool) => isRefused(owner, tool))]));
}

/** What owners can take into their repositories for every kind of object. */
function ownerSides(folder: string): Plan['ownerSides'] {
  const files = {
    [OwnerSide.COMPONENT]: 'kustomization.yaml',
    [OwnerSide.POST_RENDERERS]: 'helmrelease.patch.yaml',
    [OwnerSide.MANAGED_NAMESPACE_METADATA]: 'shop.application.patch.yaml',
  };
  return Object.values(ObjectOwner).flatMap((owner) => Object.entries(files).flatMap(([side, file]) => {
    const instead = side as keyof typeof files;
    if (!ownerSidesOf(owner, 'Namespace').includes(instead)) return [];
    const output = path.join(folder, 'owner-sides', owner, side);
    const isForAll = ownerSidesOf(owner, 'Service').includes(instead);
    synthesize(output, TOOLS.argocd([{ owner, instead, ownerName: 'owner' }]), isForAll ? enrollAll(WaypointLifecycle.SERVING) : enrollNamespace);
    return [{ owner, side, file: path.join(output, 'owner-patches/owner', file) }];
  }));
}

function enrollNamespace(app: App): void {
  new NamespaceWaypoint(new Chart(app, 'shop', { namespace: 'shop' }), 'waypoint');
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
  return Object.entries(TOOLS).flatMap(([tool, newDelivery]) => {
    const output = path.join(folder, 'shop', tool);
    synthesize(output, newDelivery(owners(ObjectOwner.UNMANAGED, ObjectOwner.KUBECTL_APPLY)), declareShop);
    const pods = path.join(folder, 'pods', tool);
    synthesize(pods, newDelivery([{ owner: ObjectOwner.UNMANAGED, patchPodTemplates: true, podSelector: { app: 'shop' } }]), enrollPods);
    return [
      { name: `test/constructs/delivery/shop by ${tool}`, tool, folder: output, stages: STAGES },
      { name: `labels of pod templates by ${tool}`, tool, folder: pods, stages: STAGES },
    ];
  });
}

/** Labels the pods of objects of others, which `foreignSpecs` of `output/cluster.go` has. */
function enrollPods(app: App): void {
  const shop = new Chart(app, 'shop', { namespace: 'shop' });
  const workloads = [ObjectRef.deployment('cart'), ObjectRef.statefulSet('bank'), ObjectRef.daemonSet('log')];
  new WorkloadWaypoint(shop, 'waypoint', { waypointName: 'waypoint', workloads });
}

/** A Service of the app whose waypoint is replaced: to the second waypoint, back to both, and to the first alone. */
function canaryOutputs(folder: string): Output[] {
  const { deployed, weight, promoted } = CanaryStep;
  const steps = [undefined, deployed(), weight(10), weight(100), promoted(), weight(100), deployed(), undefined];
  return Object.entries(TOOLS).map(([tool, newDelivery]) => {
    const [first, ...then] = steps.map((step, index) => {
      const output = path.join(folder, 'canary', tool, String(index));
      synthesize(output, newDelivery([{ owner: ObjectOwner.UNMANAGED }]), declareReplaced(step && { revision: '1-31', step }));
      return output;
    });
    return { name: `steps of a canary by ${tool}`, tool, folder: first, then, stages: STAGES };
  });
}

function declareReplaced(canary?: CanaryOptions): (app: App) => void {
  return (app) => {
    const shop = new Chart(app, 'shop', { namespace: 'shop' });
    const cart = new ApiObject(shop, 'cart', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'cart' }, spec: { ports: [{ port: 80 }] } });
    const waypoint = new ServiceWaypoint(shop, 'waypoint', { waypointName: 'waypoint', services: [ObjectRef.of(cart)], canary, scaling: Scaling.between(2, 4) });
    new WaypointAuthorization(shop, 'from-web', { targets: [PolicyTarget.waypoint(waypoint)], allowNothing: true });
    waypoint.enforceTraversal(ZtunnelTarget.labelled({ app: 'cart' }));
  };
}

function fleetOutputs(folder: string): Output[] {
  const owned = [{ owner: ObjectOwner.UNMANAGED }];
  const deliveries: Record<string, FleetDelivery> = {
    argocd: FleetDelivery.argoCd({ repositoryUrl: 'https://git.example.com/mesh.git', path: 'dist', owners: owned }),
    flux: FleetDelivery.flux({ artifactUrl: 'oci://registry.example.com/mesh', owners: owned }),
  };
  return Object.entries(deliveries).flatMap(([tool, delivery]) => {
    const outdir = path.join(folder, 'fleet', tool);
    const fleet = new Fleet({ clusters: ['dev', 'prod'], outdir, delivery });
    const replicas = fleet.addNumber('replicas', { dev: 1 }, 4);
    for (const cluster of fleet.clusterNames) {
      const app = fleet.newApp(cluster);
      new NamespaceWaypoint(new Chart(app, 'shop', { namespace: 'shop' }), 'waypoint', { scaling: Scaling.between(1, 1 + replicas.of(cluster)) });
      app.synth();
    }
    fleet.finish();
    return fleet.clusterNames.map((cluster) => ({ name: `${cluster} of a fleet by ${tool}`, tool, folder: path.join(outdir, 'clusters', cluster), stages: STAGES }));
  });
}

function synthesize(outdir: string, delivery: Delivery, declare: (app: App) => void): void {
  const app = new WaypointApp({ outdir, delivery });
  declare(app);
  app.synth();
}
