import type { k8s } from 'cdk8s-plus-28';
import type { IConstruct } from 'constructs';
import type { ProfileOptions } from './profile-options';
import { problem } from '../problem';
import { Scaling } from '../scaling/scaling';

/**
 * Defaults for all waypoints of an app that istiod deploys. They are defaults and no more: whatever a waypoint says itself counts, and one with
 * `ignoreProfile` takes nothing. docs/profiles.md has all of them in a table.
 * @example
 * import { App, Chart } from 'cdk8s';
 * import { NamespaceWaypoint, Profile } from 'cdk8s-waypoint';
 *
 * const app = new App();
 * Profile.use(app, Profile.production({ revision: 'stable' }));
 * new NamespaceWaypoint(new Chart(app, 'shop', { namespace: 'shop' }), 'waypoint');
 */
export class Profile {
  /**
   * For clusters of developers: small, one pod, which may go at any time.
   * @param changes what is to be different
   */
  public static development(changes: ProfileOptions = {}): Profile {
    return new Profile({ infrastructure: { resources: resources({ cpu: '10m', memory: '40Mi' }) } }, changes);
  }

  /**
   * For what must not stop: at least two pods in different places, scaled by load, drained one at a time and with time to end requests.
   * @param changes what is to be different
   */
  public static production(changes: ProfileOptions = {}): Profile {
    return new Profile({
      scaling: Scaling.between(2, 10),
      disruption: { maxUnavailable: 1 },
      infrastructure: {
        resources: resources({ cpu: '250m', memory: '256Mi' }, { cpu: '2', memory: '1Gi' }),
        topologySpreadConstraints: ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'].map((topologyKey) => ({
          maxSkew: 1, topologyKey, whenUnsatisfiable: 'ScheduleAnyway',
        })),
        terminationGracePeriodSeconds: 60,
      },
    }, changes);
  }

  /**
   * For small clusters: one pod within narrow limits, which ends in order.
   * @param changes what is to be different
   */
  public static edge(changes: ProfileOptions = {}): Profile {
    return new Profile({
      infrastructure: {
        replicas: 1,
        resources: resources({ cpu: '20m', memory: '64Mi' }, { cpu: '500m', memory: '256Mi' }),
        terminationGracePeriodSeconds: 30,
      },
    }, changes);
  }

  /** Defaults of your own. */
  public static of(options: ProfileOptions): Profile {
    return new Profile({}, options);
  }

  /**
   * Makes a profile that of an app.
   * @param scope the app, or anything in it: the profile counts for all of the app
   * @throws if the app has another one, or if a waypoint has already been made without
   */
  public static use(scope: IConstruct, profile: Profile): void {
    const { root } = scope.node;
    const present = Profile.profiles.get(root);
    if (present && present !== profile) {
      throw problem(scope, `the profile comes too late, ${present === Profile.none ? 'waypoints were made without' : 'the app has another one'}: call Profile.use once, before all waypoints`);
    }
    Profile.profiles.set(root, profile);
  }

  /**
   * What the profile of an app says; nothing if it has none. It can't be changed from now on.
   * @internal
   */
  public static _of(scope: IConstruct): ProfileOptions {
    const { root } = scope.node;
    const profile = Profile.profiles.get(root) ?? Profile.none;
    Profile.profiles.set(root, profile);
    return profile.options;
  }

  private static readonly none = new Profile({}, {});
  private static readonly profiles = new WeakMap<IConstruct, Profile>();

  private readonly options: ProfileOptions;

  private constructor(defaults: ProfileOptions, changes: ProfileOptions) {
    const infrastructure = { ...defaults.infrastructure, ...changes.infrastructure };
    this.options = { ...defaults, ...changes, ...(Object.keys(infrastructure).length > 0 && { infrastructure }) };
  }
}

function resources(requests: Record<string, string>, limits?: Record<string, string>): k8s.ResourceRequirements {
  return { requests: quantities(requests), ...(limits && { limits: quantities(limits) }) };
}

/** Quantities as the texts that come out of them, so that cdk8s-plus need not be loaded. */
function quantities(texts: Record<string, string>): Record<string, k8s.Quantity> {
  return texts as unknown as Record<string, k8s.Quantity>;
}
