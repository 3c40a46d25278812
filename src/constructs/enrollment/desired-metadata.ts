/** What constructs want in the metadata of an object. */
export interface DesiredMetadata {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}
