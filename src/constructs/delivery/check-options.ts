import type { ArgoCdDeliveryOptions } from './argo-cd-options';
import type { FluxDeliveryOptions } from './flux-options';
import { unsafe } from '../app/file-claims';
import { faultOfObjectName } from '../names';

const DURATION = /^(\d+(\.\d+)?(ms|s|m|h))+$/;
const SERVICE_ACCOUNT = /^[a-z0-9.-]+:[a-z0-9.-]+$/;

/** Refuses what the Applications and projects of Argo CD cannot have. */
export function checkArgoCdOptions({ path, serviceAccount, ...options }: ArgoCdDeliveryOptions): void {
  checkNames({ applicationName: options.applicationName, argoCdNamespace: options.argoCdNamespace });
  checkPath(path, 'repository');
  if (options.server !== undefined && options.clusterName !== undefined) {
    throw new Error(`"server" and "clusterName" both say which cluster it is, "${options.server}" and "${options.clusterName}": write one of the two`);
  }
  if (serviceAccount !== undefined && !SERVICE_ACCOUNT.test(serviceAccount)) {
    throw new Error(`serviceAccount "${serviceAccount}" is not a namespace and a name: write "NAMESPACE:NAME"`);
  }
}

/** Refuses what the source and the Kustomizations of Flux cannot have. */
export function checkFluxOptions({ artifactUrl, path, interval, ...options }: FluxDeliveryOptions): void {
  checkNames({ name: options.name, fluxNamespace: options.fluxNamespace, targetNamespace: options.targetNamespace });
  if (path !== undefined) checkPath(path, 'artifact');
  if (!artifactUrl.startsWith('oci://')) throw new Error(`artifactUrl "${artifactUrl}" is not that of an OCI artifact: write "oci://${artifactUrl.replace(/^\w*:\/*/, '')}"`);
  if (interval !== undefined && !DURATION.test(interval)) throw new Error(`interval "${interval}" is not a time: write a number with ms, s, m or h, such as "10m"`);
}

function checkNames(names: Readonly<Record<string, string | undefined>>): void {
  for (const [what, name] of Object.entries(names)) {
    const fault = name === undefined ? undefined : faultOfObjectName(name);
    if (fault) throw new Error(`${what} ${fault}`);
  }
}

function checkPath(path: string, whole: string): void {
  const fault = path === '.' ? undefined : unsafe(path.replace(/^\.\/|\/$/g, ''));
  if (fault) throw new Error(`path "${path}" is not one from the top of the ${whole} down, such as "dist" or ".": write that of the output folder there`);
}
