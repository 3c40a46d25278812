import type { Construct } from 'constructs';
import { checkHeaderName } from '../header-name';
import { Istio } from '../istio';
import { problem } from '../problem';

/** Options of a tag whose value may be missing. */
export interface TraceTagOptions {
  /**
   * The value where there is none.
   * @default - then there is no tag
   */
  readonly defaultValue?: string;
}

/** A tag that a waypoint puts on its spans. */
export class TraceTag {
  /** The same text on each span. */
  public static literal(value: string): TraceTag {
    return new TraceTag('literal', { value });
  }

  /** The value of a header of the request. */
  public static header(name: string, options: TraceTagOptions = {}): TraceTag {
    return new TraceTag('header', { name, ...options });
  }

  /** The value of an environment variable of the proxy. */
  public static environment(name: string, options: TraceTagOptions = {}): TraceTag {
    return new TraceTag('environment', { name, ...options });
  }

  /** What a format of Envoy's access log gives, such as `%REQ(X-TENANT)%`. Needs Istio 1.29. */
  public static formatter(value: string): TraceTag {
    return new TraceTag('formatter', { value });
  }

  private constructor(
    private readonly source: 'literal' | 'header' | 'environment' | 'formatter',
    private readonly content: { readonly name?: string; readonly value?: string; readonly defaultValue?: string },
  ) {}

  /** @internal */
  public _render(scope: Construct, tag: string) {
    if (!this.content.name && !this.content.value) {
      throw problem(scope, `tag "${tag}" of spans has an empty ${this.source}: write its ${this.content.name === undefined ? 'value' : 'name'}, or leave the tag out`);
    }
    if (this.source === 'header') checkHeaderName(scope, this.content.name!);
    if (this.source === 'formatter') Istio._require(scope, 'traceFormatters', `the formatter of tag "${tag}"`);
    return { [this.source]: this.content };
  }
}
