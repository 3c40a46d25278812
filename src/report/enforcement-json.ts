import type { Enforcement } from '../status/enforcement';

/** A place where something is enforced, as JSON has it. */
export function enforcementJson(enforcement: Enforcement) {
  switch (enforcement.at) {
    case 'waypoint': return { at: enforcement.at, waypoint: enforcement.gateway };
    case 'gateway': return { at: enforcement.at, gateway: enforcement.gateway };
    default: return { at: enforcement.at };
  }
}
