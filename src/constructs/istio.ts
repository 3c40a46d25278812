import type { IConstruct } from 'constructs';
import { problem } from './problem';
import type { IstioFeature, IstioVersion } from '../istio/versions';
import { findIstioVersion, firstWith, ISTIO_VERSIONS, NEWEST_ISTIO, supports } from '../istio/versions';

/** What the constructs of an app know of the Istio that will read their manifests. */
export class Istio {
  /**
   * Says which release of Istio an app is for. Constructs write what that release reads, and refuse what it would ignore. Without it the
   * newest release is meant that this package knows.
   * @param scope the app, or anything in it: the release counts for all of the app
   * @param version `1.28` or `1.28.3`; a patch release counts as its minor release
   * @throws if the release is not known, if the app has another one, or if a construct has already been made for the newest
   */
  public static version(scope: IConstruct, version: string): void {
    const known = findIstioVersion(version);
    if (!known) throw problem(scope, `the Istio version "${version}" is not known: write one of ${ISTIO_VERSIONS.join(', ')}`);
    const present = Istio.versions.get(scope.node.root);
    if (present && present !== known) {
      throw problem(scope, `the Istio version "${version}" comes too late, constructs were made for ${present}: call Istio.version once, before all constructs`);
    }
    Istio.versions.set(scope.node.root, known);
  }

  /**
   * The release that an app is for. It can't be changed from now on.
   * @internal
   */
  public static _of(scope: IConstruct): IstioVersion {
    const { root } = scope.node;
    const version = Istio.versions.get(root) ?? NEWEST_ISTIO;
    Istio.versions.set(root, version);
    return version;
  }

  /**
   * Whether the release that an app is for behaves so.
   * @internal
   */
  public static _supports(scope: IConstruct, feature: IstioFeature): boolean {
    return supports(Istio._of(scope), feature);
  }

  /**
   * @param what what needs the behaviour, as the subject of a sentence: `use-waypoint-canary`
   * @throws if the release that the app is for lacks it
   * @internal
   */
  public static _require(scope: IConstruct, feature: IstioFeature, what: string): void {
    if (Istio._supports(scope, feature)) return;
    throw problem(scope, `${what} needs Istio ${firstWith(feature)}, and the app is for ${Istio._of(scope)}: leave it out, or raise Istio.version`);
  }

  private static readonly versions = new WeakMap<IConstruct, IstioVersion>();

  private constructor() {}
}
