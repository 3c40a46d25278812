import type { GatewaySpecInfrastructure } from '../../../imports/gateway.networking.k8s.io';
import { COMPONENT, GENERATED_FOR } from '../../istio/labels';
import type { Plain } from '../plain';

/** What a user says about the metadata of what Istio generates for a Gateway. */
export interface GeneratedMetadataProps {
  readonly infrastructureDefaults?: boolean;
  readonly infrastructureLabels?: Record<string, string>;
  readonly infrastructureAnnotations?: Record<string, string>;
}

/** The Gateway that it is about. */
export interface GeneratingGateway {
  readonly name: string;
  /** The part that the gateway plays. */
  readonly component: string;
  /** Labels of the Gateway that what is generated for it needs too. */
  readonly labels?: Record<string, string>;
}

/**
 * The labels and annotations in the `infrastructure` of a Gateway: what Istio copies to all that it generates for it. Without labels (or
 * annotations) there it copies all those of the Gateway to the pods, and each change of one of them, such as a Git revision that a delivery
 * tool writes, restarts them.
 */
export function generatedMetadata(gateway: GeneratingGateway, props: GeneratedMetadataProps): Plain<GatewaySpecInfrastructure> {
  const isSafe = props.infrastructureDefaults ?? true;
  const labels = { ...(isSafe && { [COMPONENT]: gateway.component, ...gateway.labels }), ...props.infrastructureLabels };
  const annotations = { ...(isSafe && { [GENERATED_FOR]: gateway.name }), ...props.infrastructureAnnotations };
  return {
    ...(Object.keys(labels).length > 0 && { labels }),
    ...(Object.keys(annotations).length > 0 && { annotations }),
  };
}
