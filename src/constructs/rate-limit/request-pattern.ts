/** Which requests a rule is about. All that is given must match. At least one of the properties. */
export interface RequestPattern {
  /** The whole path, without query. @default - any */
  readonly path?: string;
  /** The path up to a `/`, as in routes: `/cart` is also that of `/cart/items`, and not that of `/cartoon`. @default - any */
  readonly pathPrefix?: string;
  /** The method, such as `POST`. @default - any */
  readonly method?: string;
  /** Values of headers by name. @default - any */
  readonly headers?: { [name: string]: string };
}
