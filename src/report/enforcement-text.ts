import { waypointText } from '../binding/status-text';
import type { Enforcement } from '../status/enforcement';

/** A place where something is enforced, in words. */
export function enforcementText(enforcement: Enforcement): string {
  return 'gateway' in enforcement ? `${enforcement.at} ${waypointText(enforcement.gateway)}` : enforcement.at;
}
