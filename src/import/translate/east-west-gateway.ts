import { generatedMetadataProps } from './generated-metadata';
import { EAST_WEST_COMPONENT, NETWORK, REVISION } from '../../istio/labels';
import { ROOT_NAMESPACE } from '../../istio/mesh-defaults';
import { optional, plain } from '../../program/expression';
import type { Item } from '../item';
import { Stage } from '../item';
import { objectItem } from '../object-item';
import type { Scope } from '../scope';
import type { SourceObject } from '../source-object';

/** The Gateway between networks as `EastWestGateway`; the label of the root namespace that goes with it stays on its Namespace. */
export function eastWestItem(gateway: SourceObject, scope: Scope): Item {
  const { namespace, written } = gateway;
  const { [NETWORK]: network, [REVISION]: revision } = written.metadata.labels ?? {};
  return objectItem(gateway, scope, {
    construct: 'EastWestGateway',
    stage: Stage.WAYPOINT,
    suffix: 'gateway',
    nameProperty: 'gatewayName',
    nameDefault: 'istio-eastwestgateway',
    ownLabels: [NETWORK, REVISION],
    props: {
      network: plain(network ?? ''),
      rootNamespace: namespace === ROOT_NAMESPACE ? undefined : plain(namespace),
      revision: optional(revision),
      ...generatedMetadataProps(gateway, EAST_WEST_COMPONENT, { [NETWORK]: network }),
    },
  });
}
