import { DESCRIPTION, DRY_RUN } from '../../istio/labels';

/** What a policy says by annotations. */
interface Annotated {
  readonly dryRun?: boolean;
  readonly description?: string;
}

/** The annotations of a policy; undefined: it has none. */
export function policyAnnotations({ dryRun, description }: Annotated): Record<string, string> | undefined {
  const annotations = { ...(dryRun && { [DRY_RUN]: 'true' }), ...(description && { [DESCRIPTION]: description }) };
  return Object.keys(annotations).length > 0 ? annotations : undefined;
}
