/** What a policy does with what its rules match. */
export enum PolicyAction {
  ALLOW = 'ALLOW',
  DENY = 'DENY',
  AUDIT = 'AUDIT',
  CUSTOM = 'CUSTOM',
}
