import type { ArgoCdDeliveryOptions } from './argo-cd-options';
import { ArgoCdTracking } from './argo-cd-options';
import type { FluxDeliveryOptions } from './flux-options';
import { unsafe } from '../app/file-claims';
import { checkChoice } from '../check-choice';
import { faultOfLabelName, faultOfObjectName } from '../names';
import { mistake } from '../problem';

const DURATION = /^(\d+(\.\d+)?(ms|s|m|h))+$/;
const SERVICE_ACCOUNT = /^[a-z0-9.-]+:[a-z0-9.-]+$/;
const TAG = /^\w[\w.-]{0,127}$/;
/** A registry and a repository in it, without tag or digest. */
const ARTIFACT = /^oci:\/\/[^/\s]+(\/[^/:@\s]+)+$/;
/** How long a name may be to which the longest of our endings is added: Applications and projects have up to 253 characters, and
 * Flux writes the names of Kustomizations as labels, of up to 63. */
const LONGEST = { applicationName: 253 - '-applications'.length, name: 63 - '-enrollment'.length };

/** Refuses what the Applications and projects of Argo CD cannot have. */
export function checkArgoCdOptions(options: ArgoCdDeliveryOptions): void {
  checkFilled(options, ['repositoryUrl', 'path'], ['targetRevision', 'server', 'clusterName']);
  const { path, serviceAccount, tracking } = options;
  if (tracking !== undefined) checkChoice('tracking', tracking, 'ArgoCdTracking', ArgoCdTracking);
  check({ applicationName: options.applicationName }, faultOfObjectName);
  check({ applicationName: options.applicationName }, (name) => faultOfLength(name, LONGEST.applicationName));
  check({ argoCdNamespace: options.argoCdNamespace }, faultOfLabelName);
  checkPath(path, 'repository');
  if (options.server !== undefined && options.clusterName !== undefined) {
    throw mistake(`"server" and "clusterName" both say which cluster it is, "${options.server}" and "${options.clusterName}": write one of the two`);
  }
  if (serviceAccount !== undefined && !SERVICE_ACCOUNT.test(serviceAccount)) {
    throw mistake(`serviceAccount "${serviceAccount}" is not a namespace and a name: write "NAMESPACE:NAME"`);
  }
}

/** Refuses what the source and the Kustomizations of Flux cannot have. */
export function checkFluxOptions(options: FluxDeliveryOptions): void {
  checkFilled(options, ['artifactUrl'], ['interval']);
  const { artifactUrl, path, interval } = options;
  check({ name: options.name, secretName: options.secretName, serviceAccountName: options.serviceAccountName }, faultOfObjectName);
  check({ name: options.name }, (name) => faultOfLength(name, LONGEST.name));
  check({ fluxNamespace: options.fluxNamespace, targetNamespace: options.targetNamespace }, faultOfLabelName);
  check({ tag: options.tag }, (tag) => (TAG.test(tag) ? undefined : `"${tag}" is not a tag: write letters, digits, ".", "_" and "-", such as "latest"`));
  if (path !== undefined) checkPath(path, 'artifact');
  if (!artifactUrl.startsWith('oci://')) throw mistake(`artifactUrl "${artifactUrl}" is not that of an OCI artifact: write "oci://${artifactUrl.replace(/^\w*:\/*/, '')}"`);
  if (!ARTIFACT.test(artifactUrl)) throw mistake(`artifactUrl "${artifactUrl}" is more, or less, than a registry and a repository: write "oci://REGISTRY/REPOSITORY", and the tag in "tag"`);
  if (interval !== undefined && !DURATION.test(interval)) throw mistake(`interval "${interval}" is not a time: write a number with ms, s, m or h, such as "10m"`);
}

/** Refuses what programs without types may leave out, and texts that are empty, as variables of an environment may be. */
function checkFilled<T extends object>(options: T | undefined, required: readonly TextOf<T>[], optional: readonly TextOf<T>[]): void {
  const missing = required.find((what) => !options?.[what]);
  if (missing) throw mistake(`the delivery has no "${missing}": write it`);
  const wrong = [...required, ...optional].find((what) => options?.[what] !== undefined && (typeof options[what] !== 'string' || !options[what]));
  if (wrong) throw mistake(`${wrong} is ${JSON.stringify(options?.[wrong])}: write a text that is not empty${required.includes(wrong) ? '' : ', or leave it out'}`);
}

type TextOf<T> = keyof T & string;

/** Refuses options in which something finds a fault. */
function check(options: Readonly<Record<string, string | undefined>>, faultOf: (value: string) => string | undefined): void {
  for (const [what, value] of Object.entries(options)) {
    const fault = value === undefined ? undefined : faultOf(value);
    if (fault) throw mistake(`${what} ${fault}`);
  }
}

function faultOfLength(name: string, longest: number): string | undefined {
  return name.length > longest ? `"${name}" has ${name.length} characters, and more are added to it: write at most ${longest}` : undefined;
}

function checkPath(path: string, whole: string): void {
  const fault = ['.', './'].includes(path) ? undefined : unsafe(path.replace(/^\.\/|\/$/g, ''));
  if (fault) throw mistake(`path "${path}" is not one from the top of the ${whole} down, such as "dist" or ".": write that of the output folder there`);
}
