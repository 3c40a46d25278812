import { Chart, Duration, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import * as yaml from 'js-yaml';
import { InfrastructureOptions, NamespaceWaypoint, Scaling, Waypoint, WaypointAutoscaler, WaypointDisruptionBudget } from '../../../src';
import { only, synth } from '../synth';

function overlays(infrastructure: InfrastructureOptions): Record<string, unknown> {
  const { data } = only(synth((chart) => new NamespaceWaypoint(chart, 'waypoint', { infrastructure })), 'ConfigMap');
  return Object.fromEntries(Object.entries(data as Record<string, string>).map(([key, text]) => [key, yaml.load(text)]));
}

test('as properties of a waypoint', () => {
  expect(synth((chart) => new NamespaceWaypoint(chart, 'waypoint', {
    scaling: Scaling.between(3, 10, { cpuUtilization: 60, memoryUtilization: 70, scaleDownAfter: Duration.minutes(10) }),
    disruption: { maxUnavailable: 1 },
    infrastructure: { resources: { requests: { cpu: kplus.k8s.Quantity.fromString('500m') } } },
  }))).toMatchSnapshot();
});

test('as constructs of their own, also for a waypoint that exists elsewhere', () => {
  expect(synth((chart) => {
    const waypoint = Waypoint.fromWaypointAttributes(chart, 'waypoint', { waypointName: 'shared', namespace: 'infra', deploymentName: 'shared-istio' });
    new WaypointAutoscaler(chart, 'autoscaler', { waypoint, scaling: Scaling.between(2, 4), autoscalerName: 'scale' });
    new WaypointDisruptionBudget(chart, 'budget', { waypoint, minAvailablePercent: 50, budgetName: 'budget' });
  })).toMatchSnapshot();
});

test('the autoscaler of cdk8s-plus scales the generated Deployment, without metrics too', () => {
  const manifests = synth((chart) => {
    const waypoint = new NamespaceWaypoint(chart, 'waypoint', { disruption: { minAvailable: 1 } });
    new kplus.HorizontalPodAutoscaler(chart, 'hpa', { target: waypoint, maxReplicas: 5, minReplicas: 2 });
  });
  expect(only(manifests, 'HorizontalPodAutoscaler').spec.scaleTargetRef).toEqual({ apiVersion: 'apps/v1', kind: 'Deployment', name: 'waypoint' });
});

test('an autoscaler that was removed counts no longer', () => {
  const chart = new Chart(Testing.app(), 'test', { namespace: 'shop' });
  const waypoint = new NamespaceWaypoint(chart, 'waypoint', { disruption: { minAvailable: 1 } });
  const scaling = Scaling.between(2, 4);
  new WaypointAutoscaler(chart, 'first', { waypoint, scaling });
  expect(waypoint.hasAutoscaler).toBe(true);
  chart.node.tryRemoveChild('first');
  expect(waypoint.hasAutoscaler).toBe(false);
  expect(() => Testing.synth(chart)).toThrow('waypoint "waypoint"');
  new WaypointAutoscaler(chart, 'second', { waypoint, scaling });
  expect(only(Testing.synth(chart), 'HorizontalPodAutoscaler').spec.minReplicas).toBe(2);
});

test('whether something scales a waypoint may be set, as cdk8s-plus has it', () => {
  const waypoint = new NamespaceWaypoint(new Chart(Testing.app(), 'test', { namespace: 'shop' }), 'waypoint', { disruption: { minAvailable: 1 } });
  waypoint.hasAutoscaler = true;
  expect(() => Testing.synth(Chart.of(waypoint))).not.toThrow();
  waypoint.hasAutoscaler = false;
  expect(() => Testing.synth(Chart.of(waypoint))).toThrow('waypoint "waypoint"');
});

describe('the infrastructure overlay', () => {
  test('is named by the Gateway', () => {
    const gateway = only(synth((chart) => new NamespaceWaypoint(chart, 'waypoint', { infrastructure: { replicas: 2 } })), 'Gateway');
    expect(gateway.spec.infrastructure.parametersRef).toEqual({ group: '', kind: 'ConfigMap', name: 'waypoint-infrastructure' });
  });

  test('its ConfigMap can have another name, but not that of another waypoint\'s', () => {
    const infrastructure = { replicas: 2, configMapName: 'parameters' };
    expect(only(synth((chart) => new NamespaceWaypoint(chart, 'waypoint', { infrastructure })), 'ConfigMap').metadata.name).toBe('parameters');
    expect(() => synth((chart) => ['one', 'two'].map((waypointName) => new NamespaceWaypoint(chart, waypointName, { waypointName, infrastructure }))))
      .toThrow('ConfigMap shop/parameters is already declared by "test/one/infrastructure": write another "configMapName"');
  });

  test('has what people set', () => {
    expect(overlays({
      replicas: 2,
      resources: { requests: { cpu: kplus.k8s.Quantity.fromString('200m'), memory: kplus.k8s.Quantity.fromString('256Mi') } },
      nodeSelector: { pool: 'mesh' },
      tolerations: [{ key: 'mesh', operator: 'Exists', effect: 'NoSchedule' }],
      affinity: { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, podAffinityTerm: { topologyKey: 'kubernetes.io/hostname' } }] } },
      topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'ScheduleAnyway' }],
      priorityClassName: 'system-cluster-critical',
      terminationGracePeriodSeconds: 60,
      podSecurityContext: { sysctls: [{ name: 'net.core.somaxconn', value: '1024' }] },
      serviceAnnotations: { 'example.com/internal': 'true' },
    })).toMatchSnapshot();
  });

  test('takes anything else as it is, merged over the rest', () => {
    expect(overlays({
      resources: { limits: { cpu: kplus.k8s.Quantity.fromNumber(4) } },
      overlays: {
        deployment: { spec: { template: { spec: { containers: [{ name: 'istio-proxy', env: [{ name: 'A', value: 'b' }] }, { name: 'extra', image: 'x' }], volumes: [{ name: 'v', emptyDir: {} }] } } } },
        serviceAccount: { metadata: { annotations: { 'iam.example.com/role': 'waypoint' } } },
        podDisruptionBudget: { spec: { minAvailable: 1 } },
      },
    })).toEqual({
      deployment: {
        spec: {
          template: {
            spec: {
              containers: [{ name: 'istio-proxy', resources: { limits: { cpu: 4 } }, env: [{ name: 'A', value: 'b' }] }, { name: 'extra', image: 'x' }],
              volumes: [{ name: 'v', emptyDir: {} }],
            },
          },
        },
      },
      serviceAccount: { metadata: { annotations: { 'iam.example.com/role': 'waypoint' } } },
      podDisruptionBudget: { spec: { minAvailable: 1 } },
    });
  });
});
