import type { App, Chart } from 'cdk8s';
import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { AccessTestReport } from './access-test-report';
import { accessTestReport } from './access-test-report';
import type { MeshDifference } from './mesh-difference';
import { meshDifference } from './mesh-difference';
import type { MeshOptions } from './mesh-options';
import { settingsOf } from './mesh-options';
import type { MeshRequest } from './mesh-request';
import { formOfRequest } from './mesh-request';
import type { MeshStatus } from './mesh-status';
import { meshStatus } from './mesh-status';
import type { RequestExplanation } from './request-explanation';
import { requestExplanation } from './request-explanation';
import type { WaypointBinding } from './waypoint-binding';
import { waypointBinding } from './waypoint-binding';
import { bind } from '../binding/bind';
import { compareBindings } from '../binding/binding';
import { diffMeshes } from '../diff/mesh-diff';
import type { LoadedMesh } from '../mesh/load';
import { loadPaths, loadValues } from '../mesh/load';
import type { MeshObjects } from '../mesh/mesh-objects';
import { refText } from '../mesh/object-ref';
import type { Problem } from '../mesh/problem';
import { problemPrefix } from '../mesh/problem';
import { readSourceFiles } from '../mesh/source-files';
import { subjectsIn, subjectsOf } from '../registry/subject';
import { statusesOf } from '../status/statuses';
import { runAccessTest } from '../traffic/access-test';
import { explain } from '../traffic/explain';
import { questionOf } from '../traffic/question';
import { readAccessTests } from '../traffic/read-access-tests';

/** What cdk8s calls the core group. */
const CORE = 'core';

/**
 * A set of Kubernetes objects, and what Istio ambient mesh will do with them. It answers from the manifests alone: no cluster is
 * asked.
 *
 * Made for tests: `expect(Mesh.fromChart(chart).bindingOf(cart).waypoint).toBe('shop/waypoint')`.
 */
export class Mesh {
  /**
   * Reads files and folders (all `.yaml`, `.yml` and `.json` below). What can't be read is among the `problems`.
   * @param paths `-` is standard input
   */
  public static fromFiles(paths: string[], options: MeshOptions = {}): Mesh {
    return new Mesh(loadPaths(paths, settingsOf(options)));
  }

  /** Reads what a chart synthesizes to, without the charts below it. */
  public static fromChart(chart: Chart, options: MeshOptions = {}): Mesh {
    return new Mesh(loadValues(chart.toJson(), settingsOf(options)));
  }

  /** Reads what all charts of an app synthesize to. */
  public static fromApp(app: App, options: MeshOptions = {}): Mesh {
    return new Mesh(loadValues(app.charts.flatMap((chart): unknown[] => chart.toJson()), settingsOf(options)));
  }

  /** What could not be read, each as `FILE:LINE:COLUMN: MESSAGE`; without place for objects of a chart. */
  public readonly problems: string[];
  private readonly objects: MeshObjects;

  private constructor({ mesh, problems }: LoadedMesh) {
    this.objects = mesh;
    this.problems = problems.map((problem) => `${problemPrefix(problem)}${problem.message}`);
  }

  /** The bindings of all objects that a waypoint can serve, by namespace, kind and name. */
  public bindings(): WaypointBinding[] {
    return subjectsOf(this.objects).map((subject) => bind(this.objects, subject)).sort(compareBindings)
      .map((binding) => waypointBinding(this.objects, binding));
  }

  /**
   * Which waypoint serves an object of a chart, and why.
   * @param construct an `ApiObject`, or a construct whose default child is one: a Service, ServiceEntry, Pod, WorkloadEntry, or
   * a controller of pods
   * @throws if the object is not in this mesh, or is of a kind that no waypoint serves
   */
  public bindingOf(construct: IConstruct): WaypointBinding {
    const { kind, name, apiGroup, metadata } = ApiObject.of(construct);
    const ref = { group: apiGroup === CORE ? '' : apiGroup, kind, namespace: metadata.namespace ?? 'default', name };
    const manifest = this.objects.findRef(ref);
    if (!manifest) throw new Error(`${refText(ref)} is not in this mesh`);
    const [subject] = subjectsIn(manifest);
    if (!subject) throw new Error(`${refText(ref)} can't be served by a waypoint, expected a Service, ServiceEntry, Pod, WorkloadEntry or a controller of pods`);
    return waypointBinding(this.objects, bind(this.objects, subject));
  }

  /**
   * What istiod would write to the status of all objects, and where policies are enforced in fact, by namespace, kind and name:
   * `expect(mesh.status().filter(({ enforcedAt }) => enforcedAt?.length === 0)).toEqual([])`.
   */
  public status(): MeshStatus[] {
    return statusesOf(this.objects).map(meshStatus);
  }

  /**
   * What becomes of a request, and why.
   * @throws if it names a client or a destination that is not in this mesh
   */
  public explain(request: MeshRequest): RequestExplanation {
    const { value: question, problem } = questionOf(this.objects, formOfRequest(request), true);
    if (!question) throw new Error(problem);
    return requestExplanation(this.objects, explain(this.objects, question));
  }

  /**
   * What is another way in a later mesh: `expect(before.diff(after).access).toEqual([])`.
   * @param after the mesh as it is to be
   */
  public diff(after: Mesh): MeshDifference {
    return meshDifference(diffMeshes(this.objects, after.objects));
  }

  /**
   * Runs the access tests of files against this mesh: `expect(mesh.test(['access.tests.yaml']).failures).toEqual([])`.
   * @param paths files and folders with access tests; other files in the folders are left alone
   * @throws if there are no access tests
   */
  public test(paths: string[]): AccessTestReport {
    const problems: Problem[] = [];
    const report = (problem: Problem) => void problems.push(problem);
    const files = readSourceFiles(paths, report).tests;
    const results = files.flatMap((file) => readAccessTests(file, report)).map((one) => runAccessTest(this.objects, one));
    if (results.length + problems.length === 0) throw new Error(`no access tests in ${paths.join(', ')}, expected a YAML file with the key "tests" at its top`);
    return accessTestReport(results, problems);
  }
}
