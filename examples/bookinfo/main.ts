import type { App } from 'cdk8s';
import { declareApplication } from './application';
import { declareEgress } from './egress';
import { declareDeploymentModels } from './models';
import { declareSandwich } from './sandwich';

/** Declares waypoints on Bookinfo, one namespace after the other. */
export function declareBookinfo(app: App): void {
  declareApplication(app);
  declareDeploymentModels(app);
  declareEgress(app);
  declareSandwich(app);
}
