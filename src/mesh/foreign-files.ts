import * as path from 'node:path';

/** A file that belongs to another tool and holds no objects. */
export interface ForeignFile {
  readonly file: string;
  /** What it is, and what to read instead. */
  readonly what: string;
}

const KUSTOMIZATION = 'a kustomization: what it changes is not in the files beside it, read the output of "kustomize build"';
const PATCH = 'a part of an object that somebody else owns';
const CHART = 'part of a Helm chart: read the output of "helm template"';
const VALUES = 'the values of a Helm chart: read the output of "helm template"';
const CONSTRUCTS = 'what cdk8s notes on the constructs of an app';
const NOT_KUBERNETES = 'the configuration of another tool';

const BY_NAME: ReadonlyMap<string, string> = new Map(Object.entries({
  'kustomization.yaml': KUSTOMIZATION,
  'kustomization.yml': KUSTOMIZATION,
  'argocd-cm.patch.yaml': PATCH,
  'helmrelease.patch.yaml': PATCH,
  'Chart.yaml': CHART,
  'values.yaml': VALUES,
  'values.yml': VALUES,
  'values.schema.json': CHART,
  'cdk8s.yaml': NOT_KUBERNETES,
  'construct-metadata.json': CONSTRUCTS,
  'package.json': NOT_KUBERNETES,
  'package-lock.json': NOT_KUBERNETES,
  'tsconfig.json': NOT_KUBERNETES,
  'docker-compose.yaml': NOT_KUBERNETES,
  'docker-compose.yml': NOT_KUBERNETES,
}));

const APPLICATION_PATCH = /\.application\.patch\.yaml$/;

/** What a file is by its name, if it belongs to another tool. */
export function foreignFileOf(file: string): ForeignFile | undefined {
  const name = path.basename(file);
  const what = APPLICATION_PATCH.test(name) ? PATCH : BY_NAME.get(name);
  return what === undefined ? undefined : { file, what };
}

const CHANGING_KEY = /^(?!apiVersion:|kind:|metadata:|resources:)[^\s#-]/m;

/** Whether a file is a kustomization that lists files and changes nothing in them: who has read those misses nothing. */
export function isMereList({ what }: ForeignFile, text: string): boolean {
  return what === KUSTOMIZATION && !CHANGING_KEY.test(text) && !text.includes('://');
}
