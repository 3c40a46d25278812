import type { PolicyInput } from './policy-input';
import type { Truth } from '../request/truth';

/** What one value of a condition says of a request. */
export type InputTest = (input: PolicyInput) => Truth;

/** What a condition may depend on besides the request. */
export interface PolicyContext {
  /** Namespace of the policy. */
  readonly namespace: string;
  /** The trust domain of the mesh, then its aliases. */
  readonly trustDomains: readonly string[];
}

/** Something that a condition of a policy compares with its values. */
export interface Attribute {
  /** Whether it needs HTTP. */
  readonly isHttp: boolean;
  /** Whether it belongs to the request rather than to its source: conditions of one group are alternatives together. */
  readonly isOperation: boolean;
  /** @returns undefined for a value that Istio can't read */
  compile(value: string, context: PolicyContext): InputTest | undefined;
}
