import type { Command } from 'commander';
import { Argument, InvalidArgumentError, Option } from 'commander';
import { CLUSTER_DOMAIN, ROOT_NAMESPACE, TRUST_DOMAIN } from '../istio/mesh-defaults';
import type { IstioVersion } from '../istio/versions';
import { findIstioVersion, ISTIO_VERSIONS, NEWEST_ISTIO } from '../istio/versions';
import { parseAssumed } from '../mesh/assumed';
import type { ObjectRef } from '../mesh/object-ref';
import type { MeshSettings } from '../mesh/settings';
import { GatewayStatus } from '../mesh/settings';

/** What every command that reads a mesh is told. */
export interface CommonOptions {
  readonly output: string;
  readonly istioVersion?: IstioVersion;
  readonly rootNamespace?: string;
  readonly trustDomain?: string;
  readonly clusterDomain?: string;
  readonly gatewayStatus?: GatewayStatus;
  readonly foreignGateways?: 'ready' | 'not-ready';
  readonly revision?: readonly string[];
  readonly layeredPolicies?: boolean;
  readonly complete?: boolean;
  readonly assume?: readonly ObjectRef[];
  /** False with `--no-color`. */
  readonly color: boolean;
  readonly quiet?: boolean;
}

/**
 * Adds the paths of a mesh, and the options that every command has.
 * @param formats of its output, the default first
 */
export function addCommonOptions(command: Command, formats: readonly string[]): Command {
  return addMeshOptions(command, formats)
    .addArgument(new Argument('[path...]', 'files, folders (all .yaml, .yml and .json below), or - for standard input').default(['.'], 'the current folder'));
}

/** Adds the options that every command has, also one that reads nothing. */
export function addOutputOptions(command: Command, formats: readonly string[]): Command {
  return command
    .addOption(new Option('-o, --output <format>', 'form of the answer').choices(formats).default(formats[0]))
    .option('--istio-version <version>', `release of Istio that reads the manifests, ${ISTIO_VERSIONS[0]} to ${ISTIO_VERSIONS.at(-1)} (default: ${NEWEST_ISTIO})`, parseVersion);
}

/** Adds the options of a command that reads a mesh. */
export function addMeshOptions(command: Command, formats: readonly string[]): Command {
  return addOutputOptions(command, formats)
    .option('--root-namespace <namespace>', `Istio's root namespace (default: ${ROOT_NAMESPACE})`)
    .option('--trust-domain <domain>', `trust domain of the mesh (default: ${TRUST_DOMAIN})`)
    .option('--cluster-domain <domain>', `DNS domain of the cluster (default: ${CLUSTER_DOMAIN})`)
    .addOption(new Option('--gateway-status <mode>', 'assume: a Gateway is ready if istiod would deploy it; observed: if its status has addresses (default: assume)')
      .choices(Object.values(GatewayStatus)))
    .addOption(new Option('--foreign-gateways <state>', 'with assume: Gateways of other controllers, or of a class that is not in the input (default: ready)')
      .choices(['ready', 'not-ready']))
    .option('--revision <revision>', 'revision of the control plane, then its tags; repeatable (default: default)', collect)
    .option('--layered-policies', 'waypoints enforce policies for their pods too, as ENABLE_LAYERED_WAYPOINT_AUTHORIZATION_POLICIES makes istiod tell them')
    .option('--complete', 'the input is all there is: what it does not hold, and is not assumed, does not exist')
    .option('--assume <kind/namespace/name>', 'an object that exists elsewhere; repeatable', collectAssumed)
    .option('--no-color', 'no colours')
    .option('--quiet', 'no notes and no progress');
}

/** The settings of the mesh that the options ask for. */
export function meshSettings(options: CommonOptions): MeshSettings {
  return {
    istioVersion: options.istioVersion,
    rootNamespace: options.rootNamespace,
    trustDomain: options.trustDomain,
    clusterDomain: options.clusterDomain,
    gatewayStatus: options.gatewayStatus,
    foreignGatewaysReady: options.foreignGateways === undefined ? undefined : options.foreignGateways === 'ready',
    revisions: options.revision,
    layeredPolicies: options.layeredPolicies,
    isComplete: options.complete,
    assumed: options.assume,
  };
}

function parseVersion(text: string): IstioVersion {
  const version = findIstioVersion(text);
  if (!version) throw new InvalidArgumentError(`Expected one of ${ISTIO_VERSIONS.join(', ')}`);
  return version;
}

function collect(value: string, previous: readonly string[] = []): string[] {
  return [...previous, value];
}

function collectAssumed(value: string, previous: readonly ObjectRef[] = []): ObjectRef[] {
  const ref = parseAssumed(value);
  if (!ref) throw new InvalidArgumentError('Expected KIND/NAMESPACE/NAME, for example Gateway/shop/waypoint or Namespace//shop');
  return [...previous, ref];
}
