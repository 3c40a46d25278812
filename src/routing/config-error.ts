/** Why a route, or a part of it, can't be used, in Istio's words. */
export interface ConfigError {
  readonly reason: string;
  readonly message: string;
}

/** A part of a route that can be used, perhaps with a fault that Istio reports; without value the whole route is lost. */
export type Converted<T> =
  | { readonly value: T; readonly error?: ConfigError }
  | { readonly value?: undefined; readonly error: ConfigError };

/** @see istio pilot/pkg/config/kube/gateway/conversion.go joinErrors */
export function joinErrors(first: ConfigError | undefined, second: ConfigError | undefined): ConfigError | undefined {
  return first && second ? { ...first, message: `${first.message}; ${second.message}` } : first ?? second;
}
