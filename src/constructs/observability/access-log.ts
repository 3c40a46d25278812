import type { Construct } from 'constructs';
import { problem } from '../problem';

/** Options of an access log. */
export interface AccessLogOptions {
  /**
   * Which requests are logged: an expression of CEL over Envoy's attributes, such as `response.code >= 400`.
   * @default - all
   */
  readonly filter?: string;
}

/**
 * An access log that a waypoint writes, or does not. A filter goes with a named provider only: Istio forgets it where the
 * provider is left to the mesh.
 * @see istio pilot/pkg/model/telemetry.go mergeLogs
 */
export class AccessLog {
  /**
   * Logs by a provider.
   * @param provider its name in the MeshConfig (`extensionProviders`), such as `envoy`
   */
  public static to(provider: string, options: AccessLogOptions = {}): AccessLog {
    return new AccessLog(provider, options);
  }

  /**
   * Nothing of what a wider Telemetry, or the mesh, logs. It stands alone: as soon as a Telemetry names a provider, those that are
   * inherited are out anyway. Of a wider Telemetry with several entries Istio turns off the last one only.
   */
  public static off(): AccessLog {
    return new AccessLog();
  }

  private constructor(
    /**
     * Undefined for those that are inherited.
     * @internal
     */
    public readonly _provider?: string,
    private readonly options: AccessLogOptions = {},
  ) {}

  /** @internal */
  public _render(scope: Construct) {
    const { filter } = this.options;
    if (this._provider === '') throw problem(scope, 'an access log has no provider: write its name as in "extensionProviders" of the MeshConfig');
    if (filter?.trim() === '') throw problem(scope, `the filter of access log "${this._provider}" is empty: write an expression of CEL, or leave it out`);
    if (this._provider === undefined) return { disabled: true };
    return { providers: [{ name: this._provider }], ...(filter && { filter: { expression: filter } }) };
  }
}
