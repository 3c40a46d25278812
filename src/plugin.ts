import { basename, dirname } from 'path';
import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { FileRecord } from './constructs/app/file-record';
import { CLUSTERS } from './constructs/fleet/cluster-name';
import { isAtLeast } from './lint/finding';
import { lintLoaded } from './lint/report';
import { parseSuppression } from './lint/suppression';
import type { Suppression } from './lint/suppression';
import type { LoadedMesh } from './mesh/load';
import { loadPaths, loadValues } from './mesh/load';
import type { Manifest } from './mesh/manifest';
import { placeIn } from './mesh/manifest';
import { refText } from './mesh/object-ref';
import { fieldText } from './mesh/positions';
import type { MeshOptions } from './reading/mesh-options';
import { settingsOf } from './reading/mesh-options';
import { Severity } from './rules/rule';

/** Properties of `WaypointValidation`, as they stand in `cdk8s.yaml`. */
export interface WaypointValidationProps extends MeshOptions {
  /**
   * From which severity on `cdk8s synth` fails: `error`, `warning` or `info`.
   * @default 'error'
   */
  readonly failOn?: string;
  /**
   * What is not to be reported, each as `RULE=KIND/NAMESPACE/NAME: reason`.
   * @default - nothing
   */
  readonly suppress?: string[];
}

/** A resource that violates a rule, as cdk8s-cli takes it. */
interface ViolatingResource {
  readonly resourceName: string;
  readonly locations: string[];
  readonly manifestPath: string;
}

/** What cdk8s-cli gives to a validation; its own types are no part of a jsii library. */
interface ValidationContext {
  readonly manifests: string[];
  readonly report: {
    addViolation(violation: { ruleName: string; recommendation: string; fix: string; violatingResources: ViolatingResource[] }): void;
    submit(status: 'success' | 'failure'): void;
  };
}

/**
 * Looks for mistakes in what `cdk8s synth` has written. To be named among the `validations` of `cdk8s.yaml`, with this package.
 */
export class WaypointValidation {
  /**
   * Lets an app fail at synth where its own manifests have a mistake, without any entry in `cdk8s.yaml`. cdk8s asks anew for each chart:
   * for apps of many charts the entry is the faster way.
   * @param app or a chart, whose manifests are looked at alone
   */
  public static addTo(app: IConstruct, props: WaypointValidationProps = {}): void {
    const validation = new WaypointValidation(props);
    app.node.addValidation({
      validate: () => {
        const objects = app.node.findAll().filter((each) => ApiObject.isApiObject(each));
        const paths = new Map(objects.map((object): [unknown, string] => [object.toJson(), object.node.path]));
        return validation.mistakes(loadValues([...paths.keys()], settingsOf(props)), paths);
      },
    });
  }

  private readonly props: WaypointValidationProps;

  /** @throws if a property can't be read */
  constructor(props: WaypointValidationProps = {}) {
    this.props = props;
    this.suppressions();
    this.threshold();
  }

  /**
   * Called by cdk8s-cli.
   * @param context manifests, and a report to fill
   */
  public async validate(context: any): Promise<void> {
    const { manifests, report } = context as ValidationContext;
    const options = { suppressions: this.suppressions() };
    const results = byCluster(manifests).map((files) => lintLoaded(loadPaths(files, settingsOf(this.props)), options));
    const findings = results.flatMap((result) => result.findings);
    const problems = results.flatMap((result) => result.problems);
    for (const { rule, severity, subject, path, message } of findings) {
      report.addViolation({
        ruleName: rule.id,
        recommendation: `${severity}: ${message}`,
        fix: rule.fix,
        violatingResources: [violating(subject, path)],
      });
    }
    const hasFailed = problems.length > 0 || findings.some(({ severity }) => isAtLeast(severity, this.threshold()));
    report.submit(hasFailed ? 'failure' : 'success');
  }

  /** @param paths of the constructs, by the values that they made */
  private mistakes(loaded: LoadedMesh, paths: ReadonlyMap<unknown, string>): string[] {
    const { findings: all, problems } = lintLoaded(loaded, { suppressions: this.suppressions() });
    const findings = all.filter(({ severity }) => isAtLeast(severity, this.threshold()));
    return [
      ...problems.map(({ message }) => message),
      ...findings.map(({ rule, subject, path, message }) =>
        `${inBrackets(paths.get(subject.written))}${refText(subject)} ${fieldText(path)}: ${message}; ${rule.fix} [${rule.id}]`),
    ];
  }

  private suppressions(): Suppression[] {
    return (this.props.suppress ?? []).map((text) => {
      const suppression = parseSuppression(text);
      if (!suppression) throw new Error(`suppress "${text}": expected RULE=KIND/NAMESPACE/NAME`);
      return suppression;
    });
  }

  private threshold(): Severity {
    const { failOn = Severity.ERROR } = this.props;
    const severity = Object.values(Severity).find((each) => each === failOn);
    if (!severity) throw new Error(`failOn "${failOn}": expected ${Object.values(Severity).join(', ')}`);
    return severity;
  }
}

/** Files as they are read together: of a fleet those of each cluster, which has a mesh of its own. */
function byCluster(files: readonly string[]): string[][] {
  const clusters = new Map<string, string[]>();
  for (const file of files) {
    const cluster = clusterFolderOf(file) ?? '';
    const others = clusters.get(cluster);
    if (others) others.push(file);
    else clusters.set(cluster, [file]);
  }
  return clusters.size > 0 ? [...clusters.values()] : [[]];
}

/** The folder of the cluster of a fleet that a file is in; undefined if it is in none. */
function clusterFolderOf(file: string): string | undefined {
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder)) {
    if (basename(dirname(folder)) === CLUSTERS && FileRecord.isIn(folder)) return folder;
  }
  return undefined;
}

function inBrackets(path: string | undefined): string {
  return path ? `[${path}] ` : '';
}

/** cdk8s-cli finds the construct by the bare name, which several objects may share: the location says which one it is. */
function violating(subject: Manifest, path: readonly (string | number)[]): ViolatingResource {
  const place = placeIn(subject, path);
  const where = place ? ` (${place.file}:${place.line}:${place.column})` : '';
  return {
    resourceName: subject.name,
    locations: [`${refText(subject)} ${fieldText(path)}`.trim() + where],
    manifestPath: place?.file ?? '',
  };
}
