import type { PolicyOperation, PolicyRule, PolicySource } from '../../mesh/kinds/istio-security';
import type { Expression } from '../../program/expression';
import { callOurs, enumMember, list, plain, struct } from '../../program/expression';
import { NotCovered } from '../item';
import type { ProgramPlace, Scope } from '../scope';

type ListFields = { readonly [field: string]: readonly string[] | undefined };

/** Who asks, as a waypoint sees it: `Source`. */
export function sourceExpression(source: PolicySource = {}, place: ProgramPlace): Expression {
  return short('Source', ['principals', 'namespaces', 'serviceAccounts', 'requestPrincipals'], callerFields(source, place));
}

/** Who connects, as ztunnel sees it: `Peer`. */
export function peerExpression(source: PolicySource = {}, place: ProgramPlace): Expression {
  return short('Peer', ['principals', 'namespaces', 'ipBlocks'], callerFields(source, place));
}

/** What is asked for: `Operation`. */
export function operationExpression(operation: PolicyOperation = {}): Expression {
  const fields = Object.fromEntries(Object.entries(operation as ListFields).map(([field, values = []]) => {
    return [field, values.map((value) => plain(field === 'ports' || field === 'notPorts' ? portOf(value) : value))];
  }));
  return short('Operation', ['methods', 'paths', 'ports'], fields);
}

/** Ports as numbers; constructs take no others. */
export function portsExpression(ports: readonly string[]): Expression {
  return list(ports.map((port) => plain(portOf(port))));
}

type Condition = NonNullable<PolicyRule['when']>[number];

const HEADER = /^request\.headers\[([^[\]]+)\]$/;
const CLAIM = /^request\.auth\.claims((?:\[[^[\]]+\])+)$/;

/** What else must hold at a waypoint: `Condition`. */
export function conditionExpression({ key = '', values, notValues }: Condition): Expression {
  const lists = plain({ values, notValues });
  const [, header] = HEADER.exec(key) ?? [];
  if (header !== undefined) return callOurs('Condition', 'header', plain(header), lists);
  const [, claim] = CLAIM.exec(key) ?? [];
  if (claim !== undefined) return callOurs('Condition', 'claim', plain(claim.slice(1, -1).split('][')), lists);
  return callOurs('Condition', 'attribute', plain(key), lists);
}

const ATTRIBUTES: Readonly<Record<string, string | undefined>> = {
  'source.ip': 'SOURCE_IP',
  'source.namespace': 'SOURCE_NAMESPACE',
  'source.principal': 'SOURCE_PRINCIPAL',
  'destination.ip': 'DESTINATION_IP',
  'destination.port': 'DESTINATION_PORT',
};

/** What else must hold at ztunnel: `ConnectionCondition`. */
export function connectionConditionExpression({ key = '', values, notValues }: Condition): Expression {
  const attribute = ATTRIBUTES[key];
  if (!attribute) throw new NotCovered(`ztunnel knows no attribute "${key}"`);
  return callOurs('ConnectionCondition', 'of', enumMember('ConnectionAttribute', attribute), plain({ values, notValues }));
}

function callerFields(source: PolicySource, { scope, namespace }: ProgramPlace): Record<string, readonly Expression[]> {
  return Object.fromEntries(Object.entries(source as ListFields).map(([field, values = []]) => {
    const isPrincipal = field === 'principals' || field === 'notPrincipals';
    return [field, values.map((value) => isPrincipal ? principalExpression(value, scope, namespace) : plain(value))];
  }));
}

const PRINCIPAL = /^cluster\.local\/ns\/([a-z0-9-]+)\/sa\/([a-z0-9.-]+)$/;

function principalExpression(principal: string, scope: Scope, chart: string): Expression {
  if (principal === '*') return callOurs('Principal', 'any');
  const handle = scope.waypointOf(principal);
  if (handle) return callOurs('Principal', 'waypoint', handle.waypoint);
  const [, namespace, name] = PRINCIPAL.exec(principal) ?? [];
  if (namespace === undefined) return callOurs('Principal', 'of', plain(principal));
  return callOurs('Principal', 'serviceAccount', scope.ref({ group: '', kind: 'ServiceAccount', namespace, name }, chart));
}

/** The short form where one list says it all, else `of` with all lists. */
function short(className: string, shortForms: readonly string[], fields: { readonly [field: string]: readonly Expression[] }): Expression {
  const [[field, values] = ['', []], ...others] = Object.entries(fields);
  if (others.length === 0 && shortForms.includes(field) && values.length > 0) return callOurs(className, field, ...values);
  return callOurs(className, 'of', struct(Object.fromEntries(Object.entries(fields).map(([name, items]) => [name, list(items)]))));
}

function portOf(port: string): number | string {
  return /^[1-9][0-9]*$/.test(port) ? Number(port) : port;
}
