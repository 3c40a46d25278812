import {
  conditionExpression, connectionConditionExpression, operationExpression, peerExpression, portsExpression, sourceExpression,
} from './authorization-rules';
import { targetsExpression } from './policy-target';
import { DESCRIPTION, DRY_RUN } from '../../istio/labels';
import { ROOT_NAMESPACE } from '../../istio/mesh-defaults';
import type { PolicyRule, PolicySpec } from '../../mesh/kinds/istio-security';
import type { Expression } from '../../program/expression';
import { callOurs, enumMember, list, plain, struct } from '../../program/expression';
import type { Item } from '../item';
import { NotCovered, Stage } from '../item';
import { objectItem } from '../object-item';
import type { ProgramPlace, Scope } from '../scope';
import type { SourceObject } from '../source-object';

/** An AuthorizationPolicy as `WaypointAuthorization` or `ZtunnelAuthorization`, depending on what it is attached to. */
export function authorizationItem(policy: SourceObject, scope: Scope): Item {
  const spec: PolicySpec = policy.body.spec ?? {};
  if (!spec.targetRefs?.length) return ztunnelItem(policy, spec, scope);
  return spec.action === 'CUSTOM' ? externalItem(policy, spec, scope) : waypointItem(policy, spec, scope);
}

function waypointItem(policy: SourceObject, spec: PolicySpec, scope: Scope): Item {
  const place = { scope, namespace: policy.namespace };
  const { annotations } = policy.written.metadata;
  const rule = ({ from, to, when }: PolicyRule) => struct({
    sources: from && list(from.map(({ source }) => sourceExpression(source, place))),
    operations: to && list(to.map(({ operation }) => operationExpression(operation))),
    conditions: when && list(when.map(conditionExpression)),
  });
  return objectItem(policy, scope, {
    construct: 'WaypointAuthorization',
    stage: Stage.POLICY,
    suffix: 'policy',
    nameProperty: 'policyName',
    ownAnnotations: [DRY_RUN, DESCRIPTION],
    props: {
      targets: targetsExpression(spec.targetRefs, place),
      action: actionOf('PolicyAction', spec),
      ...rulesOf(spec, rule),
      dryRun: annotations?.[DRY_RUN] === 'true' ? plain(true) : undefined,
      description: annotations?.[DESCRIPTION] === undefined ? undefined : plain(annotations[DESCRIPTION]),
    },
  });
}

function externalItem(policy: SourceObject, { targetRefs, provider, rules }: PolicySpec, scope: Scope): Item {
  const rule = ({ from = [], to, when }: PolicyRule) => {
    const [{ source: { remoteIpBlocks, notRemoteIpBlocks } = {} } = {}] = from;
    return struct({
      operations: to && list(to.map(({ operation }) => operationExpression(operation))),
      conditions: when && list(when.map(conditionExpression)),
      remoteIpBlocks: remoteIpBlocks && plain(remoteIpBlocks),
      notRemoteIpBlocks: notRemoteIpBlocks && plain(notRemoteIpBlocks),
    });
  };
  const isForAll = rules?.length === 1 && Object.keys(rules[0]).length === 0;
  return objectItem(policy, scope, {
    construct: 'ExternalAuthorization',
    stage: Stage.POLICY,
    suffix: 'policy',
    nameProperty: 'policyName',
    props: {
      targets: targetsExpression(targetRefs, { scope, namespace: policy.namespace }),
      provider: plain(provider?.name ?? ''),
      rules: isForAll ? undefined : list((rules ?? []).map(rule)),
    },
  });
}

function ztunnelItem(policy: SourceObject, spec: PolicySpec, scope: Scope): Item {
  if (spec.targetRef) throw new NotCovered('"targetRef" is deprecated, and constructs write "targetRefs"');
  const place = { scope, namespace: policy.namespace };
  return objectItem(policy, scope, {
    construct: 'ZtunnelAuthorization',
    stage: Stage.POLICY,
    suffix: 'policy',
    nameProperty: 'policyName',
    props: {
      target: ztunnelTarget(policy.namespace, spec),
      action: actionOf('ZtunnelAction', spec),
      ...rulesOf(spec, (rule) => connectionRule(rule, place)),
    },
  });
}

function ztunnelTarget(namespace: string, { selector }: PolicySpec): Expression {
  const labels = selector?.matchLabels ?? {};
  if (Object.keys(labels).length > 0) return callOurs('ZtunnelTarget', 'labelled', plain(labels));
  return namespace === ROOT_NAMESPACE ? callOurs('ZtunnelTarget', 'mesh') : callOurs('ZtunnelTarget', 'namespace', plain(namespace));
}

const PORTS = ['ports', 'notPorts'];

function connectionRule({ from, to = [], when }: PolicyRule, place: ProgramPlace): Expression {
  const [{ operation: { ports, notPorts, ...l7 } = {} } = {}, ...others] = to;
  const [field] = Object.keys(l7);
  if (field !== undefined) throw new NotCovered(`a rule has "${field}", which ztunnel can't see: a policy with targetRefs is meant for a waypoint`);
  if (others.length > 0) throw new NotCovered(`a rule has several operations, and constructs write one list of ${PORTS.join(' and ')}`);
  return struct({
    peers: from && list(from.map(({ source }) => peerExpression(source, place))),
    ports: ports && portsExpression(ports),
    notPorts: notPorts && portsExpression(notPorts),
    conditions: when && list(when.map(connectionConditionExpression)),
  });
}

function actionOf(enumName: string, { action = 'ALLOW' }: PolicySpec): Expression | undefined {
  return action === 'ALLOW' ? undefined : enumMember(enumName, action);
}

/** A policy without rules is one on purpose only if it allows nothing. */
function rulesOf({ action = 'ALLOW', rules = [] }: PolicySpec, translate: (rule: PolicyRule) => Expression) {
  if (rules.length > 0) return { rules: list(rules.map(translate)) };
  return action === 'ALLOW' ? { allowNothing: plain(true) } : {};
}
