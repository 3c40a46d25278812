/** Changes to headers. At least one of the three. */
export interface HeaderChanges {
  /** Headers that get these values, whatever they had. @default - none */
  readonly set?: { [name: string]: string };
  /** Headers that get these values beside those that they have. @default - none */
  readonly add?: { [name: string]: string };
  /** Headers that are taken away. @default - none */
  readonly remove?: string[];
}
