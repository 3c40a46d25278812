import type { BodyOf } from './kind';
import { clusterScoped, LABEL_SELECTOR, namespaced } from './kind';
import { GATEWAY_API_GROUP } from '../../istio/groups';

export const GATEWAY_CLASS = clusterScoped(GATEWAY_API_GROUP, 'GatewayClass', { spec: { controllerName: 'string' } });

const ADDRESSES = [{ type: 'string', value: 'string' }] as const;

export const GATEWAY = namespaced(GATEWAY_API_GROUP, 'Gateway', {
  spec: {
    gatewayClassName: 'string',
    addresses: ADDRESSES,
    infrastructure: {
      labels: 'strings',
      annotations: 'strings',
      parametersRef: { group: 'string', kind: 'string', name: 'string' },
    },
    listeners: [{
      name: 'string',
      port: 'integer',
      protocol: 'string',
      hostname: 'string',
      tls: {
        mode: 'string',
        certificateRefs: [{ group: 'string', kind: 'string', namespace: 'string', name: 'string' }],
        options: 'strings',
      },
      allowedRoutes: {
        kinds: [{ group: 'string', kind: 'string' }],
        namespaces: { from: 'string', selector: LABEL_SELECTOR },
      },
    }],
  },
  status: { addresses: ADDRESSES },
});

export type Listener = NonNullable<NonNullable<BodyOf<typeof GATEWAY>['spec']>['listeners']>[number];
