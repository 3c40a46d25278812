import { refText } from '../mesh/object-ref';
import { enforcementText } from '../report/enforcement-text';
import { partText } from '../report/status-text';
import type { ObjectStatus } from '../status/object-status';

/** What istiod would write to the status of an object, or of a part of it, and what holds in fact. */
export interface MeshStatus {
  /** The object, as `KIND NAMESPACE/NAME`. */
  readonly subject: string;
  /**
   * The part that has the conditions: of a route one of its parents, as `parentRefs[0] Service shop/cart`; of a Gateway `listener NAME`.
   * @default - the object as a whole
   */
  readonly part?: string;
  /** In Istio's words, without times and generations; empty where istiod writes nothing. */
  readonly conditions: MeshCondition[];
  /**
   * Where a policy is enforced in fact: `waypoint NAMESPACE/NAME`, `gateway NAMESPACE/NAME`, `ztunnel`, `sidecar`; empty: nowhere.
   * @default - the object is no policy
   */
  readonly enforcedAt?: string[];
  /** Where status and effect differ, and what else is to be known: sentences. */
  readonly notes: string[];
}

/** A condition of a status. */
export interface MeshCondition {
  /** Such as `istio.io/WaypointBound`. */
  readonly conditionType: string;
  /** `True`, `False` or `Unknown`. */
  readonly status: string;
  /** One word. */
  readonly reason: string;
  readonly message: string;
}

/** A status of the engine as users of the library see it. */
export function meshStatus(status: ObjectStatus): MeshStatus {
  const { manifest, conditions, policy, notes } = status;
  return {
    subject: refText(manifest),
    part: partText(status),
    conditions: conditions.map(({ type, status: value, reason, message }) => ({ conditionType: type, status: value, reason, message })),
    enforcedAt: policy?.enforced.map(enforcementText),
    notes: [...notes],
  };
}
