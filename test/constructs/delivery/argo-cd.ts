import { posix } from 'path';
import * as yaml from 'js-yaml';
import type { Files, Step } from './step';
import { keyOf } from './step';

const WAVE = 'argocd.argoproj.io/sync-wave';
const SYNC_OPTIONS = 'argocd.argoproj.io/sync-options';

/**
 * An Argo CD that syncs an output from Git, commit after commit, as its sync engine does. Applications apply what their path
 * has in Git, each on its own whenever Git changes; those that are objects of another Application get their paths from it.
 */
export class ArgoCd {
  private readonly applications = new Map<string, any>();
  /** The Application that tracks an object, the one that applied it last, and the object. */
  private readonly tracked = new Map<string, { readonly by: string; readonly object: any }>();

  /** @param root the folder of the output in Git */
  constructor(private readonly root: string) {}

  /** Takes a commit and tells what is applied, in the worst order: Applications that can sync by themselves do so first, the last stage before the others. */
  public roll(files: Files): Step[] {
    const alone = [...this.applications.values()].reverse().flatMap((application) => this.sync(application, files));
    const top = yaml.load(files['gitops/argocd/application.yaml']) as any;
    return [...alone, ...this.sync(top, files)];
  }

  /** The Application and those that it makes, each synced before the next wave, and pruned last. A path that is not in Git syncs nothing. */
  private sync({ metadata, spec }: any, files: Files): Step[] {
    const path = posix.relative(this.root, spec.source.path);
    if (!(posix.join(path, 'kustomization.yaml') in files)) return [];
    const manifests = build(files, path);
    for (const object of manifests) this.tracked.set(keyOf(object), { by: metadata.name, object });
    const waves = wavesOf(manifests).flatMap((objects) => {
      const children = objects.filter(isApplication);
      for (const child of children) this.applications.set(child.metadata.name, child);
      const others = objects.filter((object) => !children.includes(object));
      return [...others.length > 0 ? [{ by: metadata.name, objects: others, removed: [] }] : [], ...children.flatMap((child) => this.sync(child, files))];
    });
    const gone = this.drop(metadata.name, new Set(manifests.map(keyOf)), 'Prune=false');
    const pruned: Step[] = [{ by: metadata.name, objects: [], removed: gone.filter((object) => !isApplication(object)) }];
    const isPrunedLast = spec.syncPolicy.syncOptions.includes('PruneLast=true');
    return [...isPrunedLast ? [] : pruned, ...waves, ...isPrunedLast ? pruned : [], ...gone.filter(isApplication).map((child) => this.finalize(child))];
  }

  /** An Application that is deleted takes its objects with it. */
  private finalize({ metadata }: any): Step {
    this.applications.delete(metadata.name);
    return { by: metadata.name, objects: [], removed: this.drop(metadata.name, new Set(), 'Delete=false') };
  }

  /** Forgets what an Application tracks and does not apply any more, and gives what of it is deleted. */
  private drop(application: string, kept: ReadonlySet<string>, unless: string): any[] {
    const gone = [...this.tracked].filter(([key, { by }]) => by === application && !kept.has(key));
    for (const [key] of gone) this.tracked.delete(key);
    return gone.map(([, { object }]) => object).filter(({ metadata }) => !metadata.annotations?.[SYNC_OPTIONS]?.includes(unless));
  }
}

function isApplication({ kind }: any): boolean {
  return kind === 'Application';
}

/** What kustomize builds of a folder. */
function build(files: Files, folder: string): any[] {
  const { resources } = yaml.load(files[posix.join(folder, 'kustomization.yaml')]) as { resources: string[] };
  return resources.map((resource) => posix.join(folder, resource)).flatMap((path) => (path in files ? yaml.loadAll(files[path]) : build(files, path)));
}

/**
 * The waves of an Application. A Namespace comes with the first object in it, whatever its own wave.
 * @see gitops-engine pkg/sync/sync_tasks.go adjustDeps
 */
export function wavesOf(objects: readonly any[]): any[][] {
  const own = ({ metadata }: any) => Number(metadata.annotations?.[WAVE] ?? 0);
  const waveOf = (object: any) => {
    const inside = object.kind === 'Namespace' ? objects.filter(({ metadata }) => metadata.namespace === object.metadata.name) : [];
    return Math.min(own(object), ...inside.map(own));
  };
  const waves = [...new Set(objects.map(waveOf))].sort((a, b) => a - b);
  return waves.map((wave) => objects.filter((object) => waveOf(object) === wave));
}
