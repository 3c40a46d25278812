import { posix } from 'path';
import * as yaml from 'js-yaml';

type Files = Readonly<Record<string, string>>;

/** What Argo CD applies at once: one wave of one Application. Before the next all of it is healthy, Gateways programmed. */
export interface Step {
  readonly application: string;
  readonly objects: readonly any[];
}

const WAVE = 'argocd.argoproj.io/sync-wave';

/**
 * An Argo CD that syncs an output from Git, commit after commit, as its sync engine does. Applications apply what their path
 * has in Git, each on its own whenever Git changes; those that are objects of another Application get their paths from it.
 */
export class ArgoCd {
  private readonly applications = new Map<string, any>();

  /** @param root the folder of the output in Git */
  constructor(private readonly root: string) {}

  /** Takes a commit and tells what is applied, in the worst order: Applications that can sync by themselves do so first, the last stage before the others. */
  public roll(files: Files): Step[] {
    const alone = [...this.applications.values()].reverse().flatMap((application) => this.sync(application, files));
    const top = yaml.load(files['gitops/argocd/application.yaml']) as any;
    return [...alone, ...this.sync(top, files)];
  }

  /** The Application and those that it makes, each synced before the next wave. A path that is not in Git syncs nothing. */
  private sync({ metadata, spec }: any, files: Files): Step[] {
    const path = posix.relative(this.root, spec.source.path);
    if (!(posix.join(path, 'kustomization.yaml') in files)) return [];
    return wavesOf(build(files, path)).flatMap((objects) => {
      const children = objects.filter(({ kind }) => kind === 'Application');
      for (const child of children) this.applications.set(child.metadata.name, child);
      const others = objects.filter((object) => !children.includes(object));
      return [...others.length > 0 ? [{ application: metadata.name, objects: others }] : [], ...children.flatMap((child) => this.sync(child, files))];
    });
  }
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
