import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { LocatedObject } from './located-object';
import { isInTree } from './located-object';
import { checkLabelName, checkObjectName, namespaceOf } from './names';
import { problem } from './problem';
import { groupOf, NETWORKING_GROUP, NETWORKING_VERSION } from '../istio/groups';

/** Options for naming an object that is declared elsewhere. */
export interface ObjectRefOptions {
  /**
   * The namespace of the object.
   * @default - the namespace of the chart in which the reference is used
   */
  readonly namespace?: string;
}

/**
 * Refers to a Kubernetes object: one of this app (`ObjectRef.of`), or one that is owned elsewhere, by its name.
 *
 * Prefer `of`: a name can dangle, a construct cannot.
 */
export class ObjectRef {
  /**
   * An object of this app.
   * @param construct an `ApiObject` (also one that comes from `Include`), or a construct whose default child is one, such
   * as a cdk8s-plus Service
   */
  public static of(construct: IConstruct): ObjectRef {
    const object = apiObjectOf(construct);
    return new ObjectRef(object.apiVersion, object.kind, object.name, object.metadata.namespace, object);
  }

  /** A Namespace. */
  public static namespace(name: string): ObjectRef {
    return new ObjectRef('v1', 'Namespace', name);
  }

  /** A Service. */
  public static service(name: string, options: ObjectRefOptions = {}): ObjectRef {
    return new ObjectRef('v1', 'Service', name, options.namespace);
  }

  /** A ServiceEntry of Istio. */
  public static serviceEntry(name: string, options: ObjectRefOptions = {}): ObjectRef {
    return new ObjectRef(NETWORKING_VERSION, 'ServiceEntry', name, options.namespace);
  }

  /** A WorkloadEntry of Istio. */
  public static workloadEntry(name: string, options: ObjectRefOptions = {}): ObjectRef {
    return new ObjectRef(NETWORKING_VERSION, 'WorkloadEntry', name, options.namespace);
  }

  /** A Pod. */
  public static pod(name: string, options: ObjectRefOptions = {}): ObjectRef {
    return new ObjectRef('v1', 'Pod', name, options.namespace);
  }

  /** A Deployment; labels go to its pod template. */
  public static deployment(name: string, options: ObjectRefOptions = {}): ObjectRef {
    return new ObjectRef('apps/v1', 'Deployment', name, options.namespace);
  }

  /** A StatefulSet; labels go to its pod template. */
  public static statefulSet(name: string, options: ObjectRefOptions = {}): ObjectRef {
    return new ObjectRef('apps/v1', 'StatefulSet', name, options.namespace);
  }

  /** A DaemonSet; labels go to its pod template. */
  public static daemonSet(name: string, options: ObjectRefOptions = {}): ObjectRef {
    return new ObjectRef('apps/v1', 'DaemonSet', name, options.namespace);
  }

  /** A Job; labels go to its pod template. */
  public static job(name: string, options: ObjectRefOptions = {}): ObjectRef {
    return new ObjectRef('batch/v1', 'Job', name, options.namespace);
  }

  /** A CronJob; labels go to the pod template of its jobs. */
  public static cronJob(name: string, options: ObjectRefOptions = {}): ObjectRef {
    return new ObjectRef('batch/v1', 'CronJob', name, options.namespace);
  }

  /** A ServiceAccount. */
  public static serviceAccount(name: string, options: ObjectRefOptions = {}): ObjectRef {
    return new ObjectRef('v1', 'ServiceAccount', name, options.namespace);
  }

  /** The API group, `""` for the core group. */
  public readonly apiGroup: string;

  private constructor(
    /** The API version with its group, such as `apps/v1`. */
    public readonly apiVersion: string,
    /** The kind, such as `Service`. */
    public readonly kind: string,
    /** The name of the object. */
    public readonly objectName: string,
    /** The namespace, as far as it is known without a chart. */
    public readonly objectNamespace?: string,
    private readonly object?: ApiObject,
  ) {
    this.apiGroup = groupOf({ apiVersion });
  }

  /**
   * The object as it is meant at one place of the construct tree: its namespace is known and its names are checked.
   * @internal
   */
  public _at(scope: IConstruct): LocatedObject {
    if (this.object && !isInTree(this.object)) {
      throw problem(scope, `${this.kind} "${this.objectName}" was removed from the app: remove its uses too, or name it as an object that exists elsewhere`);
    }
    const namespace = this.kind === 'Namespace' ? '' : this.locate(scope);
    const check = this.kind === 'Namespace' ? checkLabelName : checkObjectName;
    const name = check(scope, `the name of the ${this.kind}`, this.objectName);
    return { apiVersion: this.apiVersion, apiGroup: this.apiGroup, kind: this.kind, namespace, name, object: this.object };
  }

  /**
   * The object as `_at` has it, where only some kinds (of the core group or of Istio) will do.
   * @internal
   */
  public _atAs(scope: IConstruct, ...kinds: string[]): LocatedObject {
    if (!this._isKind(...kinds)) throw problem(scope, `${this.kind} "${this.objectName}" is no ${kinds.join(' or ')}: refer to a ${kinds.join(' or a ')}`);
    return this._at(scope);
  }

  /**
   * Whether this refers to one of these kinds (of the core group or of Istio).
   * @internal
   */
  public _isKind(...kinds: string[]): boolean {
    return kinds.includes(this.kind) && REFERABLE_GROUPS.includes(this.apiGroup);
  }

  private locate(scope: IConstruct): string {
    return this.object && !this.objectNamespace
      ? namespaceOf(this.object)
      : namespaceOf(scope, this.objectNamespace);
  }
}

const REFERABLE_GROUPS = ['', 'apps', 'batch', NETWORKING_GROUP];

function apiObjectOf(construct: IConstruct): ApiObject {
  try {
    return ApiObject.of(construct);
  } catch {
    throw problem(construct, 'is not a Kubernetes object: pass an ApiObject, or a construct whose default child is one');
  }
}
