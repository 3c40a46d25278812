import type { Construct } from 'constructs';
import { renderPattern } from './header-matchers';
import type { RequestPattern } from './request-pattern';
import { checkHeaderName } from '../header-name';
import { problem } from '../problem';

/**
 * A part of a descriptor: a key with a value, by which a rate limit service finds a rate. There is none for the address of the
 * client: at a waypoint it is that of a header which the client can write itself.
 */
export class RateLimitEntry {
  /**
   * The same value for each request.
   * @param value what the service knows the limit by
   * @param key by default `generic_key`
   */
  public static constant(value: string, key: string = 'generic_key'): RateLimitEntry {
    return new RateLimitEntry(key, value, () => ({ generic_key: { descriptor_key: key, descriptor_value: value } }));
  }

  /**
   * The value of a header; a request without it has no such descriptor and is not limited by it.
   * @param name the name of the header, `:path` and `:method` among them
   * @param key by default the name of the header
   */
  public static header(name: string, key: string = name): RateLimitEntry {
    return new RateLimitEntry(key, name, (scope) => {
      checkHeaderName(scope, name.replace(/^:/, ''));
      return { request_headers: { header_name: name.toLowerCase(), descriptor_key: key } };
    });
  }

  /**
   * A value for requests that match; others have no such descriptor and are not limited by it.
   * @param key by default `header_match`
   */
  public static match(requests: RequestPattern, value: string, key: string = 'header_match'): RateLimitEntry {
    return new RateLimitEntry(key, value, (scope) => ({
      header_value_match: { descriptor_key: key, descriptor_value: value, headers: renderPattern(scope, requests) },
    }));
  }

  private constructor(
    private readonly key: string,
    private readonly value: string,
    private readonly action: (scope: Construct) => object,
  ) {}

  /** @internal */
  public _render(scope: Construct) {
    if (!this.key || !this.value) throw problem(scope, `an entry of a descriptor has key "${this.key}" and value "${this.value}": write both`);
    return this.action(scope);
  }
}
