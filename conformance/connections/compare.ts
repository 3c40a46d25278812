import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { decideAtZtunnel } from '../../src/authorization/ztunnel/decide';
import type { ZtunnelDecision } from '../../src/authorization/ztunnel/decide';
import { guestOf } from '../../src/authorization/ztunnel/guest';
import { ztunnelPoliciesOf } from '../../src/authorization/ztunnel/policies-of';
import { loadValues } from '../../src/mesh/load';
import { subjectsOf } from '../../src/registry/subject';
import { isUnknown } from '../../src/request/truth';
import { validateObject } from '../../src/schema/validate';
import { webhookFindings } from '../../src/schema/webhook';
import { ISTIO_VERSION } from '../compare/ours';
import type { Connection, ConnectionMesh } from '../generate/connections';
import { randomConnectionMesh } from '../generate/connections';
import type { Manifest } from '../generate/manifest';
import { toYaml } from '../generate/manifest';

/** Where conformance/build.sh puts the independent reading of ztunnel's policies. */
const PROGRAM = path.resolve(__dirname, '../bin/ztunnel');

/** Connections to each random mesh. */
const CONNECTIONS_PER_MESH = 200;

/** What the judge says of a connection. */
interface Verdict {
  readonly verdict: string;
  readonly why?: string;
  /** All policies with that effect; which of several ztunnel meets first is chance. */
  readonly matches?: readonly { readonly policy: string; readonly rule?: number }[];
}

/** A connection that both sides say different things of. */
export interface ConnectionFinding {
  readonly seed: number;
  readonly objects: readonly Manifest[];
  readonly connection: Connection;
  readonly judge: Verdict;
  readonly ours: Verdict;
}

/** What was compared, and what differs. */
export interface ConnectionComparison {
  /** How many connections, by what became of them. */
  readonly compared: ReadonlyMap<string, number>;
  readonly findings: readonly ConnectionFinding[];
}

/** Why there is no judge; undefined: there is one. */
export function missingConnectionJudge(): string | undefined {
  return fs.existsSync(PROGRAM) ? undefined : 'there is no judge of connections; conformance/build.sh ztunnel makes it, which takes Go';
}

/** Compares what ztunnel does with random connections: what our side says, and what the independent reading does. */
export function compareConnections(seed: number, count: number): ConnectionComparison {
  const compared = new Map<string, number>();
  const findings: ConnectionFinding[] = [];
  for (let left = count, current = seed; left > 0; left -= CONNECTIONS_PER_MESH, current++) {
    const mesh = randomConnectionMesh(current, Math.min(left, CONNECTIONS_PER_MESH));
    const objects = mesh.objects.filter(isTaken);
    const judged = askJudge({ ...mesh, objects });
    const ours = ourVerdicts({ ...mesh, objects });
    for (const [index, judge] of judged.entries()) {
      const reason = judge.why ?? judge.verdict;
      compared.set(reason, (compared.get(reason) ?? 0) + 1);
      const finding = { seed: current, objects, connection: mesh.connections[index], judge, ours: ours[index] };
      if (!agree(judge, ours[index])) findings.push(finding);
    }
  }
  return { compared, findings };
}

/** Whether a cluster takes an object. */
function isTaken(object: Manifest): boolean {
  return validateObject(object).length === 0 && webhookFindings(object).every(({ severity }) => severity !== 'error');
}

function askJudge({ objects, connections }: ConnectionMesh): Verdict[] {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'conformance-'));
  try {
    const file = path.join(folder, 'mesh.yaml');
    fs.writeFileSync(file, toYaml(objects));
    const input = connections.map((connection) => `${JSON.stringify(connection)}\n`).join('');
    const { stdout, stderr, status } = spawnSync(PROGRAM, [file], { input, encoding: 'utf8' });
    if (status !== 0) throw new Error(`the judge of connections ended with ${status}: ${stderr}`);
    return stdout.trim().split('\n').map((line) => JSON.parse(line) as Verdict);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

function ourVerdicts({ objects, connections }: ConnectionMesh): Verdict[] {
  const { mesh } = loadValues(objects, { istioVersion: ISTIO_VERSION });
  const guests = new Map(subjectsOf(mesh).map((subject) => [`Pod/${subject.manifest.namespace}/${subject.manifest.name}`, guestOf(subject)]));
  return connections.map(({ to, port, from, ip, toIp }) => {
    const policies = ztunnelPoliciesOf(mesh, guests.get(to)!);
    return verdictOf(decideAtZtunnel(policies, { principal: from || null, sourceIp: ip, destinationIp: toIp, destinationPort: port }));
  });
}

const WHY: Readonly<Record<ZtunnelDecision['cause'], string>> = {
  'no-policy': 'no-allow-policies',
  'allowed-by': 'allowed-by-policy',
  'policy': 'denied-by-policy',
  'no-allow': 'no-allow-policy-matches',
};

function verdictOf({ isAllowed, cause, by, asked }: ZtunnelDecision): Verdict {
  if (isUnknown(isAllowed)) return { verdict: 'unknown' };
  const action = isAllowed ? 'ALLOW' : 'DENY';
  const effective = asked.filter(({ policy, matched }) => by && policy.action === action && matched === true);
  const matches = effective.map(({ policy, rule }) => ({ policy: `${policy.namespace}/${policy.name}`, ...(policy.source?.kind === 'AuthorizationPolicy' && { rule }) }));
  return { verdict: isAllowed ? 'allow' : 'deny', why: WHY[cause], matches };
}

function agree(judge: Verdict, ours: Verdict): boolean {
  const text = ({ verdict, why, matches = [] }: Verdict) =>
    JSON.stringify([verdict, why, matches.map((match) => JSON.stringify(match)).sort()]);
  return text(judge) === text(ours);
}
