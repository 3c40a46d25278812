import * as fs from 'node:fs';
import * as path from 'node:path';
import { loadAll } from 'js-yaml';
import { main } from '../../src/cli/main';
import { isDoubtful } from '../vectors/request-mesh';

const SHARED = path.resolve(__dirname, '../../../shared');
const RECORDED = path.join(SHARED, 'vectors/requests');

/** Meshes in which the clients of the recording looked names up as no client of a mesh would. */
const OTHER_LOOK_UP = ['m20001', 'm20006', 'm20023'];

interface Answer { readonly id: string; readonly hops?: readonly Hop[]; readonly notes?: readonly string[] }
interface Hop { readonly [field: string]: any }
interface Recorded { readonly id: string; readonly expect: { readonly [field: string]: any } }

/** The command line on the files as they are: no addresses of Services, no status of Gateways, no times. */
(fs.existsSync(SHARED) ? describe : describe.skip)('waypoint explain --requests on the recorded meshes', () => {
  const meshes = fs.readdirSync(RECORDED, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml')).map((file) => file.slice(0, -'.yaml'.length))
    .filter((name) => !OTHER_LOOK_UP.includes(path.basename(name)));
  const unlike = { refused: 0, address: 0 };

  test.each(meshes)('%s', (name) => {
    const recorded = JSON.parse(fs.readFileSync(path.join(RECORDED, `${name}.json`), 'utf8')) as Recorded[];
    const answers = explainRequests(path.join(RECORDED, name));
    expect(answers.map(({ id }) => id)).toEqual(recorded.map(({ id }) => id));
    const isAddressed = rulesOnAddresses(`${path.join(RECORDED, name)}.yaml`);
    answers.forEach((answer, index) => {
      const { id, expect: { reached, ...rest } } = recorded[index];
      if (isDoubtful(path.basename(name), id)) return;
      if (isRefused(answer)) return void unlike.refused++;
      if (isAddressed(rest.decided) || dependsOnAddress(answer)) return void unlike.address++;
      expect({ id, ...told(answer) }).toEqual({ id, ...reached ? comparable(rest) : {} });
    });
  });

  test('what can\'t be compared is as much as was looked at by hand', () => {
    expect(unlike).toEqual({ refused: 173, address: 169 });
  });
});

function explainRequests(base: string): Answer[] {
  let stdout = '';
  const ignored = { write: () => true };
  const args = ['explain', `${base}.yaml`, '--requests', `${base}.json`, '--istio-version', '1.31', '--revision', 'default', '--revision', 'canary'];
  main(args, { stdout: { write: (text) => stdout += text }, stderr: ignored, env: {} });
  return stdout.trimEnd().split('\n').map((line) => JSON.parse(line) as Answer);
}

/** The recording's clients went to the waypoint whatever port it listens on. */
function isRefused({ hops: [client] = [] }: Answer): boolean {
  return client?.cause === 'no-listener';
}

/** The recording gave every Service an address, which the files do not tell: some rules look at it. */
function rulesOnAddresses(file: string): (decided: { readonly policy: string; readonly rule: number } | undefined) => boolean {
  const objects = loadAll(fs.readFileSync(file, 'utf8')) as any[];
  const rules = objects.filter((object) => object?.kind === 'AuthorizationPolicy').flatMap(({ metadata, spec }) =>
    (spec.rules ?? []).map((rule: object, index: number) => ({ key: `${nameOf(metadata)} ${index}`, text: JSON.stringify(rule) })));
  const keys = new Set(rules.filter(({ text }) => text.includes('destination.ip')).map(({ key }) => key));
  return (decided) => decided !== undefined && keys.has(`${decided.policy} ${decided.rule}`);
}

function dependsOnAddress({ notes = [] }: Answer): boolean {
  return notes.some((note) => /^what the policies decide depends on the address of [^,]*$/.test(note));
}

/** What an answer tells, in the words of the recording. */
function told({ hops = [] }: Answer) {
  const hop = hops.find(({ at }) => at === 'waypoint');
  return hop ? { waypoint: nameOf(hop.waypoint), ...answerOf(hop), ...policyOf(hop), ...routeOf(hop) } : {};
}

function answerOf({ response, backends }: Hop) {
  const why = response?.why ?? (backends.length > 1 ? 'weighted' : 'upstream');
  return { why, ...(response?.status && { status: String(response.status) }) };
}

function policyOf({ decidedBy, cause, chain }: Hop) {
  const rule = decidedBy && { policy: nameOf(decidedBy.subject), rule: decidedBy.rule };
  return { ...(cause === 'policy' && { decided: rule }), ...(cause === 'allowed-by' && chain === 'http' && { allowedBy: rule }) };
}

function routeOf({ route, backends, chain, decision }: Hop) {
  const isTold = chain === 'http' && decision === 'allowed' && (route?.subject.kind === 'HTTPRoute' || route?.subject.kind === 'GRPCRoute');
  const weights = backends.map(({ host, port, weight, subset }: any) => ({ service: host, port, weight, ...(subset && { subset }) }));
  return { ...(isTold && { route: { route: nameOf(route.subject), rule: route.rule } }), ...(weights.length > 1 && { weights: sorted(weights) }) };
}

/** The same of the recording. */
function comparable(recorded: Recorded['expect']) {
  const { waypoint, result, why = result, decided, allowedBy, route, weights } = recorded;
  const ruleOf = ({ policy, rule }: any) => ({ policy, rule });
  return {
    waypoint,
    why,
    ...(/^\d+$/.test(result) && why !== 'upstream' && { status: result }),
    ...(decided && { decided: ruleOf(decided) }),
    ...(allowedBy && { allowedBy: ruleOf(allowedBy) }),
    ...(route?.route && { route: { route: route.route, rule: route.rule } }),
    ...(weights?.length > 1 && { weights: sorted(weights) }),
  };
}

function nameOf({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return `${namespace}/${name}`;
}

function sorted(weights: readonly any[]): object[] {
  const keyOf = ({ service, port, subset }: any) => JSON.stringify([service, port, subset]);
  return [...weights].sort((a, b) => keyOf(a) < keyOf(b) ? -1 : 1);
}
