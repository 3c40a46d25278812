import type { Construct } from 'constructs';
import { problem } from '../problem';

/** A new path for a request. */
export class HttpPathRewrite {
  /** The whole path. */
  public static fullPath(path: string): HttpPathRewrite {
    return new HttpPathRewrite('ReplaceFullPath', path);
  }

  /** The prefix that the rule matched; the rule must match by a path prefix, and have no other match. */
  public static prefix(path: string): HttpPathRewrite {
    return new HttpPathRewrite('ReplacePrefixMatch', path);
  }

  private constructor(private readonly kind: 'ReplaceFullPath' | 'ReplacePrefixMatch', private readonly path: string) {}

  /** @internal */
  public _render(scope: Construct) {
    if (!this.path.startsWith('/')) throw problem(scope, `path "${this.path}" does not start with "/": write "/${this.path}"`);
    return this.kind === 'ReplaceFullPath'
      ? { type: this.kind, replaceFullPath: this.path }
      : { type: this.kind, replacePrefixMatch: this.path };
  }
}
