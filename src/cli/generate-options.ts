import type { Command } from 'commander';
import { InvalidArgumentError, Option } from 'commander';
import type { WaypointFlags } from '../generate/waypoint-flags';
import { TRAFFIC_TYPES } from '../istio/traffic-types';
import { SERVICE_TYPES } from '../program/service-types';

/** What `waypoint generate` is told. */
export interface GenerateOptions {
  readonly name?: string;
  readonly namespace?: string;
  readonly for?: string;
  readonly revision?: string;
  readonly enrollNamespace?: boolean;
  readonly ingress?: boolean;
  readonly bare?: boolean;
  readonly allow?: readonly string[];
  readonly serviceAccount?: string;
  readonly serviceType?: string;
  readonly label?: Readonly<Record<string, string>>;
  readonly annotation?: Readonly<Record<string, string>>;
  readonly replicas?: number;
  readonly minReplicas?: number;
  readonly maxReplicas?: number;
  readonly cpuUtilization?: number;
  readonly minAvailable?: string;
  readonly maxUnavailable?: string;
  readonly priorityClass?: string;
}

const ALL = 'all';

/** Adds the flags of `istioctl waypoint generate`, and those for more of what constructs offer. */
export function addGenerateOptions(command: Command): Command {
  return command
    .option('--name <name>', 'name of the waypoint', 'waypoint')
    .option('-n, --namespace <namespace>', 'its namespace (default: the objects name none)')
    .addOption(new Option('--for <traffic>', 'the traffic that it takes (default: that of its class, services)').choices(TRAFFIC_TYPES))
    .option('-r, --revision <revision>', 'revision or tag of the control plane that runs it')
    .option('--enroll-namespace', 'let the namespace use it, and make the namespace ambient')
    .option('--bare', 'only what istioctl prints, without the defaults that keep a waypoint safe')
    .option('--allow <namespaces>', 'namespaces whose objects may use it, with commas, or "all" (default: its own)', split)
    .option('--ingress', 'with --enroll-namespace: ingress gateways use it too')
    .option('--service-account <name>', 'ServiceAccount of its pods')
    .addOption(new Option('--service-type <type>', 'type of its Service').choices(Object.keys(SERVICE_TYPES)))
    .option('--label <key=value>', 'a label of the Gateway; repeatable', collectPair)
    .option('--annotation <key=value>', 'an annotation of the Gateway; repeatable', collectPair)
    .option('--replicas <number>', 'a fixed number of replicas', parseCount)
    .option('--min-replicas <number>', 'with --max-replicas: an autoscaler', parseCount)
    .option('--max-replicas <number>', 'with --min-replicas: an autoscaler', parseCount)
    .option('--cpu-utilization <percent>', 'what the autoscaler aims at (default: 80)', parseCount)
    .option('--min-available <limit>', 'a disruption budget: how many pods must stay, or what share, such as 50%', parseLimit)
    .option('--max-unavailable <limit>', 'a disruption budget: how many pods may go, or what share, such as 50%', parseLimit)
    .option('--priority-class <name>', 'PriorityClass of its pods');
}

/** @returns what is wrong with the call, if something is */
export function waypointFlags(options: GenerateOptions): WaypointFlags | string {
  const mistake = mistakeIn(options);
  if (mistake !== undefined) return mistake;
  const { minReplicas: min, maxReplicas: max, cpuUtilization } = options;
  const isForAll = options.allow?.length === 1 && options.allow[0] === ALL;
  return {
    ...options,
    name: options.name || 'waypoint',
    trafficType: options.for,
    enrollNamespace: Boolean(options.enrollNamespace),
    bare: Boolean(options.bare),
    allowedNamespaces: isForAll ? ALL : options.allow,
    labels: options.label,
    annotations: options.annotation,
    scaling: min === undefined || max === undefined ? undefined : { min, max, cpuUtilization },
  };
}

function mistakeIn(options: GenerateOptions): string | undefined {
  const { minReplicas: min, maxReplicas: max, cpuUtilization } = options;
  if (options.enrollNamespace && options.namespace === undefined) return '--enroll-namespace needs a namespace, expected --namespace';
  if (options.ingress && !options.enrollNamespace) return '--ingress is a label of the namespace, expected --enroll-namespace';
  if ((min === undefined) !== (max === undefined)) return 'an autoscaler has two bounds, expected --min-replicas and --max-replicas';
  if (cpuUtilization !== undefined && min === undefined) return '--cpu-utilization is for an autoscaler, expected --min-replicas and --max-replicas';
  return undefined;
}

function split(text: string): string[] {
  return text.split(',').map((name) => name.trim()).filter((name) => name !== '');
}

function parseCount(text: string): number {
  if (!/^[0-9]{1,9}$/.test(text)) throw new InvalidArgumentError('Expected a whole number');
  return Number(text);
}

function parseLimit(text: string): string {
  if (!/^[0-9]{1,9}%?$/.test(text)) throw new InvalidArgumentError('Expected a whole number, or a share such as 50%');
  return text;
}

function collectPair(text: string, previous: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('Expected KEY=VALUE');
  return { ...previous, [text.slice(0, at)]: text.slice(at + 1) };
}
