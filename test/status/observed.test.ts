import * as fs from 'node:fs';
import * as path from 'node:path';
import { load } from 'js-yaml';
import type { IstioVersion } from '../../src/istio/versions';
import { loadFiles } from '../../src/mesh/load';
import { GatewayStatus } from '../../src/mesh/settings';
import { SourceFile } from '../../src/mesh/source-file';
import type { ObjectStatus } from '../../src/status/object-status';
import { statusesOf } from '../../src/status/statuses';

const FOLDER = path.join(__dirname, 'observed');

interface Expected {
  /** Kind/namespace/name. */
  subject: string;
  /** The name of a route's parent, or of a Gateway's listener. */
  part?: string;
  /** By type: `STATUS REASON`, and the message where it is asserted; null: istiod does not write it. */
  conditions?: Record<string, Condition>;
  notes?: string[];
}

interface Header {
  istio?: IstioVersion;
  /** What the status of Gateways says, as in a cluster. */
  observed?: boolean;
  /** What is said of objects that can't be read. */
  problems?: string[];
  status: Expected[];
}

// What running Istio's code showed, one file each: what is expected, then the mesh.
test.each(fs.readdirSync(FOLDER))('%s', (name) => {
  const text = fs.readFileSync(path.join(FOLDER, name), 'utf8');
  const at = text.indexOf('\n---\n');
  const header = load(text.slice(0, at)) as Header;
  const gatewayStatus = header.observed ? GatewayStatus.OBSERVED : GatewayStatus.ASSUME;
  const { mesh, problems } = loadFiles([new SourceFile(name, text.slice(at))], { istioVersion: header.istio, gatewayStatus });
  expect(problems.map(({ message }) => message)).toEqual(header.problems ?? []);
  const statuses = statusesOf(mesh);
  expect(header.status.map((expected) => told(statuses, expected))).toEqual(header.status);
});

/** What is said of what an expectation names, in its form and as far as it asks. */
function told(statuses: readonly ObjectStatus[], { subject, part, conditions, notes }: Expected): Expected {
  const found = statuses.find(({ manifest: { kind, namespace, name }, part: own }) =>
    `${kind}/${namespace}/${name}` === subject && partName(own) === part);
  const asked = Object.entries(conditions ?? {}).map(([type, wanted]) => [type, conditionOf(found, type, wanted)]);
  return {
    subject,
    ...part !== undefined && { part },
    ...conditions && { conditions: Object.fromEntries(asked) as Expected['conditions'] },
    ...notes && { notes: [...found?.notes ?? []] },
  };
}

function partName(part: ObjectStatus['part']): string | undefined {
  return part?.kind === 'parent' ? part.ref.name : part?.name;
}

type Condition = { is: string; message?: string } | null;

function conditionOf(status: ObjectStatus | undefined, type: string, wanted: Condition): Condition {
  const found = status?.conditions.find((one) => one.type === type);
  if (!found) return null;
  return { is: `${found.status} ${found.reason}`, ...wanted?.message !== undefined && { message: found.message } };
}
