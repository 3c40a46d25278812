import { namespaced } from './kind';
import { NETWORKING_GROUP } from '../../istio/groups';

const WORKLOAD_ENTRY_SPEC = {
  address: 'string',
  ports: { '*': 'integer' },
  labels: 'strings',
  network: 'string',
  serviceAccount: 'string',
} as const;

export const WORKLOAD_ENTRY = namespaced(NETWORKING_GROUP, 'WorkloadEntry', { spec: WORKLOAD_ENTRY_SPEC });

export const SERVICE_ENTRY = namespaced(NETWORKING_GROUP, 'ServiceEntry', {
  spec: {
    hosts: ['string'],
    addresses: ['string'],
    location: 'string',
    resolution: 'string',
    ports: [{ name: 'string', number: 'integer', protocol: 'string', targetPort: 'integer' }],
    endpoints: [WORKLOAD_ENTRY_SPEC],
    workloadSelector: { labels: 'strings' },
    exportTo: ['string'],
  },
});
