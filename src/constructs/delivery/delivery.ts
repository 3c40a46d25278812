import type { App } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { argoCdFiles, clusterFiles } from './argo-cd-files';
import type { ArgoCdDeliveryOptions } from './argo-cd-options';
import { checkArgoCdOptions, checkFluxOptions } from './check-options';
import { checkOwners } from './check-owners';
import type { CompleteArgoCdOptions } from './complete-options';
import { completeArgoCdOptions, completeFluxOptions } from './complete-options';
import type { DeliveredObjects, DeliveryFile } from './delivered-objects';
import { DeliveredOutput } from './delivered-output';
import { setDelivery } from './deliveries';
import type { DeliveryOptions } from './delivery-options';
import { fluxFiles } from './flux-files';
import type { FluxDeliveryOptions } from './flux-options';
import type { LabelPlacement } from './label-placement';
import { placeLabels } from './label-placement';
import type { OwnedObjects } from './object-owner';
import { DeliveryTool } from './ownership-matrix';
import type { LocatedObject } from '../located-object';
import { OutputChange } from './rollout/output-change';

/**
 * How the output reaches a cluster. It decides the folders of the output, in which order a tool applies them, and whether
 * labels on objects of others may come from here. Given to `WaypointApp`; without one the output is plain manifests.
 */
export class Delivery {
  /** Applications of Argo CD (at least 3.1), one for each stage, sync the output from Git, one after the other. */
  public static argoCd(options: ArgoCdDeliveryOptions): Delivery {
    checkArgoCdOptions(options);
    const complete = completeArgoCdOptions(options);
    return new Delivery(DeliveryTool.ARGO_CD, options, (objects) => argoCdFiles(complete, objects));
  }

  /**
   * The Applications of one cluster, where an ApplicationSet makes the one that applies the others.
   * @internal
   */
  public static _argoCdByApplicationSet(options: CompleteArgoCdOptions): Delivery {
    checkArgoCdOptions(options);
    return new Delivery(DeliveryTool.ARGO_CD, options, (objects) => clusterFiles(options, objects));
  }

  /** Kustomizations of Flux (at least 2.6) apply the output from an OCI artifact. */
  public static flux(options: FluxDeliveryOptions): Delivery {
    checkFluxOptions(options);
    const complete = completeFluxOptions(options);
    return new Delivery(DeliveryTool.FLUX, options, (objects) => fluxFiles(complete, objects));
  }

  /**
   * Somebody runs `kubectl apply --server-side --field-manager=NAME -k FOLDER`, folder after folder. Plain `kubectl apply`
   * would take labels of others away.
   */
  public static kubectl(options: DeliveryOptions = {}): Delivery {
    return new Delivery(DeliveryTool.KUBECTL, options, () => []);
  }

  private readonly owners: readonly OwnedObjects[];

  private constructor(
    /** @internal */
    public readonly _tool: DeliveryTool,
    options: DeliveryOptions,
    /**
     * What the controller needs to find the output and to apply it in order.
     * @internal
     */
    public readonly _controllerFiles: (objects: DeliveredObjects) => DeliveryFile[],
  ) {
    this.owners = options.owners ?? [];
    checkOwners(this.owners);
  }

  /**
   * Makes this the delivery of an app.
   * @internal
   */
  public _deliver(app: IConstruct): void {
    setDelivery(app, this);
  }

  /**
   * The output of an app, as it is delivered.
   * @internal
   */
  public _outputOf(app: App): DeliveredOutput {
    return new DeliveredOutput(app, this);
  }

  /**
   * What becomes of the last output.
   * @internal
   */
  public _outputChange(): OutputChange {
    return new OutputChange(this._tool);
  }

  /** @internal */
  public _placeLabels(object: LocatedObject, hasAnnotations: boolean): LabelPlacement {
    return placeLabels(this._tool, this.owners, object, hasAnnotations);
  }
}
