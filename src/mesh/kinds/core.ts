import { clusterScoped, namespaced } from './kind';

const CORE = '';
const POD_TEMPLATE = {
  metadata: { labels: 'strings', annotations: 'strings' },
  spec: {
    serviceAccountName: 'string',
    hostNetwork: 'boolean',
    containers: [{ ports: [{ name: 'string', containerPort: 'integer' }] }],
  },
} as const;

export const NAMESPACE = clusterScoped(CORE, 'Namespace', {});

export const SERVICE = namespaced(CORE, 'Service', {
  spec: {
    type: 'string',
    clusterIP: 'string',
    clusterIPs: ['string'],
    externalIPs: ['string'],
    externalName: 'string',
    selector: 'strings',
    ports: [{ name: 'string', port: 'integer', targetPort: 'port', protocol: 'string', appProtocol: 'string' }],
  },
  status: { loadBalancer: { ingress: [{ ip: 'string', hostname: 'string' }] } },
});

export const POD = namespaced(CORE, 'Pod', {
  spec: POD_TEMPLATE.spec,
  status: {
    phase: 'string',
    podIP: 'string',
    podIPs: [{ ip: 'string' }],
    conditions: [{ type: 'string', status: 'string' }],
  },
});

export const CONFIG_MAP = namespaced(CORE, 'ConfigMap', { data: 'strings' });

/** What controllers of pods have in common, and those that have a number of pods. */
export const CONTROLLER = { spec: { template: POD_TEMPLATE } } as const;
export const SCALED = { spec: { ...CONTROLLER.spec, replicas: 'integer' } } as const;

export const DEPLOYMENT = namespaced('apps', 'Deployment', SCALED);
export const STATEFUL_SET = namespaced('apps', 'StatefulSet', { spec: { ...SCALED.spec, serviceName: 'string' } });
export const DAEMON_SET = namespaced('apps', 'DaemonSet', CONTROLLER);
export const REPLICA_SET = namespaced('apps', 'ReplicaSet', SCALED);
export const JOB = namespaced('batch', 'Job', CONTROLLER);
export const CRON_JOB = namespaced('batch', 'CronJob', { spec: { jobTemplate: CONTROLLER } });
