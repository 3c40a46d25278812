import { l4Conditions } from './l4-condition';
import type { ZtunnelClause, ZtunnelPolicy, ZtunnelRule } from './ztunnel-policy';
import type { StringMap } from '../../mesh/fields';
import type { PEER_AUTHENTICATION } from '../../mesh/kinds/istio-security';
import { PEER_AUTHENTICATION as KIND } from '../../mesh/kinds/istio-security';
import { hasLabels } from '../../mesh/label-selector';
import type { ManifestOf } from '../../mesh/manifest';
import type { MeshObjects } from '../../mesh/mesh-objects';
import { compareText } from '../../mesh/object-ref';
import { isTaken } from '../../registry/refusal';

type PeerAuthentication = ManifestOf<typeof PEER_AUTHENTICATION>;
type Mode = 'STRICT' | 'LENIENT' | 'UNSET';

const STATIC_STRICT = 'istio_converted_static_strict';
const CONVERTED = 'converted_peer_authentication_';

/** Connections without identity are refused. */
const NO_IDENTITY: ZtunnelClause = [l4Conditions('principal', undefined, ['*'], '')];

/** The PeerAuthentications that count for a workload: the oldest of the mesh, of its namespace, and of those that select it. */
interface Effective {
  readonly mesh?: PeerAuthentication;
  readonly namespace?: PeerAuthentication;
  readonly workload?: PeerAuthentication;
}

/** All policies that istiod makes of PeerAuthentications. */
export function peerAuthenticationPolicies(mesh: MeshObjects): ZtunnelPolicy[] {
  const all = mesh.all(KIND).filter(isTaken);
  const converted = all.flatMap((one) => convert(mesh, one) ?? []);
  return all.length > 0 ? [...converted, staticStrict(mesh)] : converted;
}

/**
 * The policies of PeerAuthentications that a workload is under.
 * @see istio pilot/pkg/serviceregistry/ambient/authorization.go convertedSelectorPeerAuthentications
 */
export function peerPoliciesOf(mesh: MeshObjects, namespace: string, labels: StringMap): ZtunnelPolicy[] {
  const effective = effectiveFor(mesh, namespace, labels);
  const { workload } = effective;
  const inherited = inheritedMode(effective);
  if (!workload) return inherited === 'STRICT' ? [staticStrict(mesh)] : [];
  const mode = resolve(modeOf(workload.body.spec?.mtls?.mode), inherited);
  if (needsOwnPolicy(workload, mode)) return [convert(mesh, workload) ?? withRules(workload, [])];
  return mode === 'STRICT' ? [staticStrict(mesh)] : [];
}

/** Whether ports of a workload differ from the rest of it. */
function needsOwnPolicy({ body: { spec } }: PeerAuthentication, mode: Mode): boolean {
  const isUnset = modeOf(spec?.mtls?.mode) === 'UNSET';
  const ports = Object.values(spec?.portLevelMtls ?? {});
  if (mode !== 'STRICT') return ports.some(({ mode: port }) => port === 'STRICT');
  return ports.some(({ mode: port }) => port === 'PERMISSIVE' || (port === 'DISABLE' && !isUnset));
}

/** @see istio pilot/pkg/serviceregistry/ambient/workloads.go fetchPeerAuthentications */
function effectiveFor(mesh: MeshObjects, namespace: string, labels: StringMap): Effective {
  const { rootNamespace } = mesh.config;
  const own = namespace === rootNamespace ? undefined : oldest(mesh, namespace, ({ body }) => !hasSelector(body));
  const root = oldest(mesh, rootNamespace, ({ body }) => !body.spec?.selector);
  const workload = namespace === rootNamespace ? undefined : oldest(mesh, namespace, ({ body }) => selects(body, labels));
  return { ...(root && { mesh: root }), ...(own && { namespace: own }), ...(workload && { workload }) };
}

function oldest(mesh: MeshObjects, namespace: string, isMeant: (one: PeerAuthentication) => boolean): PeerAuthentication | undefined {
  return [...mesh.inNamespace(KIND, namespace)].filter((one) => isMeant(one) && isTaken(one))
    .sort((a, b) => compareText(a.created, b.created) || compareText(a.name, b.name))[0];
}

function hasSelector({ spec }: PeerAuthentication['body']): boolean {
  return Object.keys(spec?.selector?.matchLabels ?? {}).length > 0;
}

function selects(body: PeerAuthentication['body'], labels: StringMap): boolean {
  return hasSelector(body) && hasLabels(labels, body.spec?.selector?.matchLabels ?? {});
}

function inheritedMode({ mesh, namespace }: Effective): Mode {
  return resolve(modeOf(namespace?.body.spec?.mtls?.mode), modeOf(mesh?.body.spec?.mtls?.mode));
}

function resolve(own: Mode, inherited: Mode): Mode {
  return own === 'UNSET' ? inherited : own;
}

function modeOf(mode: string | undefined): Mode {
  if (mode === 'STRICT') return mode;
  return mode === 'PERMISSIVE' || mode === 'DISABLE' ? 'LENIENT' : 'UNSET';
}

function staticStrict(mesh: MeshObjects): ZtunnelPolicy {
  return {
    namespace: mesh.config.rootNamespace,
    name: STATIC_STRICT,
    scope: 'WORKLOAD_SELECTOR',
    action: 'DENY',
    rules: [{ index: 0, clauses: [NO_IDENTITY] }],
  };
}

/**
 * The policy that a PeerAuthentication with ports becomes; undefined: it needs none of its own.
 * @see istio pilot/pkg/serviceregistry/ambient/authorization.go convertPeerAuthentication
 */
function convert(mesh: MeshObjects, source: PeerAuthentication): ZtunnelPolicy | undefined {
  const { namespace, body: { spec } } = source;
  const { rootNamespace } = mesh.config;
  if (namespace === rootNamespace || !spec?.selector || Object.keys(spec.portLevelMtls ?? {}).length === 0) return undefined;
  const ns = oldest(mesh, namespace, ({ body }) => !body.spec?.selector);
  const root = oldest(mesh, rootNamespace, ({ body }) => !body.spec?.selector);
  const clauses = exemptions(source, ns, root);
  const rules = [...strictPorts(source, ns, root), ...clauses.length > 0 ? [clauses] : []];
  return rules.length === 0 ? undefined : withRules(source, rules.map((rule, index) => ({ index, clauses: rule })));
}

function withRules(source: PeerAuthentication, rules: readonly ZtunnelRule[]): ZtunnelPolicy {
  const { namespace, name, body } = source;
  const selector = hasSelector(body) ? body.spec?.selector?.matchLabels : undefined;
  return { namespace, name: `${CONVERTED}${name}`, scope: 'WORKLOAD_SELECTOR', action: 'DENY', ...(selector && { selector }), rules, source };
}

/** Ports that refuse connections without identity though the rest does not: a rule for each. */
function strictPorts({ body: { spec } }: PeerAuthentication, ns?: PeerAuthentication, root?: PeerAuthentication): ZtunnelClause[][] {
  const mode = modeOf(spec?.mtls?.mode);
  const [nsMode, rootMode] = [ns, root].map((one) => modeOf(one?.body.spec?.mtls?.mode));
  if (mode === 'STRICT' || (mode === 'UNSET' && nsMode === 'STRICT') || (nsMode === 'UNSET' && rootMode === 'STRICT')) return [];
  return portsWith(spec, (port) => port === 'STRICT')
    .map((port) => [[[...l4Conditions('principal', undefined, ['*'], ''), ...l4Conditions('destinationPort', [port], undefined, '')]]]);
}

/** Ports that take connections without identity though the rest refuses them: one rule for all. */
function exemptions({ body: { spec } }: PeerAuthentication, ns?: PeerAuthentication, root?: PeerAuthentication): ZtunnelClause[] {
  const mode = modeOf(spec?.mtls?.mode);
  const ports = isExempting(mode, ns, root) ? portsWith(spec, (port) => port === 'PERMISSIVE' || port === 'DISABLE') : [];
  if (ports.length === 0) return [];
  const open = ports.map((port): ZtunnelClause => [l4Conditions('destinationPort', undefined, [port], '')]);
  return [...mode === 'STRICT' ? [NO_IDENTITY] : [], ...open, ...isStrictAbove(ns, root) ? [NO_IDENTITY] : []];
}

function isExempting(mode: Mode, ns?: PeerAuthentication, root?: PeerAuthentication): boolean {
  if (mode !== 'UNSET') return mode === 'STRICT';
  const above = ns ?? root;
  return above !== undefined && modeOf(above.body.spec?.mtls?.mode) === 'STRICT';
}

function isStrictAbove(ns?: PeerAuthentication, root?: PeerAuthentication): boolean {
  const [nsMode, rootMode] = [ns, root].map((one) => modeOf(one?.body.spec?.mtls?.mode));
  return nsMode === 'STRICT' || (nsMode === 'UNSET' && rootMode === 'STRICT');
}

function portsWith(spec: PeerAuthentication['body']['spec'], isMeant: (mode: string | undefined) => boolean): string[] {
  return Object.entries(spec?.portLevelMtls ?? {}).filter(([, { mode }]) => isMeant(mode)).map(([port]) => port);
}
