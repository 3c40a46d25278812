import { LABEL_SELECTOR, namespaced } from './kind';

const GROUP = 'monitoring.coreos.com';
const NAMESPACE_SELECTOR = { any: 'boolean', matchNames: ['string'] } as const;
const ENDPOINT = { port: 'string', portNumber: 'integer', targetPort: 'port' } as const;

/** What Prometheus is to scrape, as its operator has it: endpoints of Services. */
export const SERVICE_MONITOR = namespaced(GROUP, 'ServiceMonitor', {
  spec: { selector: LABEL_SELECTOR, namespaceSelector: NAMESPACE_SELECTOR, endpoints: [ENDPOINT] },
});

/** The same of pods. */
export const POD_MONITOR = namespaced(GROUP, 'PodMonitor', {
  spec: { selector: LABEL_SELECTOR, namespaceSelector: NAMESPACE_SELECTOR, podMetricsEndpoints: [ENDPOINT] },
});

/** Who scrapes, as the same operator has it. */
export const PROMETHEUS = namespaced(GROUP, 'Prometheus', {
  spec: {
    serviceAccountName: 'string',
    podMetadata: { labels: 'strings' },
    serviceMonitorSelector: LABEL_SELECTOR,
    serviceMonitorNamespaceSelector: LABEL_SELECTOR,
    podMonitorSelector: LABEL_SELECTOR,
    podMonitorNamespaceSelector: LABEL_SELECTOR,
  },
});
