import type { PolicyTarget } from '../security/policy-target';

/** Properties that all extensions have. */
export interface ExtensionProps {
  /** Whose requests the extension sees: waypoints, Services or ServiceEntries, at most 16, all in one namespace. */
  readonly targets: PolicyTarget[];
  /**
   * The order within a phase: higher goes first; without a number an extension goes last, and among equals the older first.
   * @default - last
   */
  readonly priority?: number;
}
