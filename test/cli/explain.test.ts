import * as path from 'node:path';
import { expectWrongCall, runIn } from './run';
import { expectGolden } from '../golden';

const FOLDER = path.join(__dirname, 'explain');

function explain(...args: string[]) {
  return runIn(FOLDER, ['explain', 'shop.yaml', ...args]);
}

describe('the text answers as a colleague would', () => {
  test.each([
    { name: 'weighted', args: ['--from', 'shop/web', '--to', 'cart', '--path', '/cart/1', '--header', 'x-beta=false'] },
    { name: 'depends-on-a-header', args: ['--from', 'shop/web', '--to', 'cart.shop:80', '--path', '/cart/1'] },
    { name: 'no-allow', args: ['--from', 'sa:shop/cart', '--to', 'cart.shop', '--method', 'PUT'] },
    {
      name: 'claims',
      args: ['--from', 'sa:ops/robot', '--to', '10.96.0.20:80', '--method', 'DELETE', '--path', '/cart', '--header', 'x-beta=true',
        '--claim', 'iss=https://issuer.example', '--claim', 'groups=staff', '--claim', 'groups=admin'],
    },
    { name: 'other-issuer', args: ['--from', 'shop/web', '--to', 'cart', '--claim', 'iss=other'] },
    { name: 'redirect', args: ['--from', 'spiffe://cluster.local/ns/shop/sa/web', '--to', 'cart.shop.svc.cluster.local', '--path', '/old'] },
    { name: 'http-policy-at-ztunnel', args: ['--from', 'shop/web', '--to', 'bank:9000', '--proto', 'tcp'] },
    { name: 'past-the-waypoint', args: ['--from', 'legacy/report', '--to', 'cart.shop'] },
    { name: 'ingress', args: ['--from', 'ingress:shop/public', '--to', 'rates.shop:7000', '--proto', 'grpc', '--path', '/Rates/Get'] },
    { name: 'outside-to-nowhere', args: ['--from', 'outside', '--to', '192.0.2.1:443', '--proto', 'tls', '--sni', 'a.example'] },
    { name: 'pod', args: ['--from', 'shop/web', '--to', 'pod:shop/cart:8080', '--host', 'cart', '--ip', '10.1.0.9'] },
    { name: 'coverage', args: [] },
    { name: 'coverage-of-one', args: ['--to', 'rates.shop:7000'] },
  ])('$name', ({ name, args }) => {
    const { exitCode, stdout, stderr } = explain(...args);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expectGolden(path.join(FOLDER, `${name}.txt`), stdout);
  });
});

describe('what the waypoint does on the way is told with its place, but for what is so by default', () => {
  test.each([
    { name: 'passage-by-default', path: '/' },
    { name: 'passage-as-by-default', path: '/as-by-default' },
    { name: 'passage-with-settings', path: '/once' },
  ])('$name', ({ name, path: asked }) => {
    const { stdout } = runIn(FOLDER, ['explain', 'passage.yaml', '--from', 'sa:shop/web', '--to', 'cart.shop', '--path', asked]);
    expectGolden(path.join(FOLDER, `${name}.txt`), stdout);
  });

  test('and as JSON', () => {
    const { stdout } = runIn(FOLDER, ['explain', 'passage.yaml', '--from', 'sa:shop/web', '--to', 'cart.shop', '--path', '/once', '-o', 'json']);
    const { hops } = JSON.parse(stdout) as { hops: { backends?: { settings: unknown }[] }[] };
    expectGolden(path.join(FOLDER, 'passage-settings.json'), `${JSON.stringify(hops[1].backends![0].settings, null, 2)}\n`);
  });
});

describe('layered policies: what is for the pods of a waypoint is asked about tunnels, if istiod is told so', () => {
  const ask = (from: string, ...flags: string[]) => runIn(FOLDER, ['explain', 'layered.yaml', '--from', from, '--to', 'cart.shop', ...flags]).stdout;

  test('refused', () => expectGolden(path.join(FOLDER, 'layered-refused.txt'), ask('sa:ops/robot', '--layered-policies')));
  test('let pass', () => expectGolden(path.join(FOLDER, 'layered-passed.txt'), ask('sa:shop/web', '--layered-policies')));
  test('else it is not', () => expect(ask('sa:ops/robot')).toMatch(/^allowed /));
  test('nor is it by a release that knows no layers', () => expect(ask('sa:ops/robot', '--layered-policies', '--istio-version', '1.24')).toMatch(/^allowed /));

  test('the status says where it is enforced, and lint does not complain', () => {
    const run = (command: string, ...flags: string[]) => runIn(FOLDER, [command, 'layered.yaml', ...flags]).stdout;
    expect(run('status', '--layered-policies')).toMatch(/no-robots +enforced at waypoint infra\/waypoint, ztunnel\n/);
    expect(run('status')).toMatch(/no-robots +enforced at ztunnel\n/);
    expect([run('lint'), run('lint', '--layered-policies')].map((text) => text.includes('[selector-at-waypoint]'))).toEqual([true, false]);
  });
});

test('the coverage of each kind of service', () => {
  const { exitCode, stdout } = runIn(FOLDER, ['explain', 'classes.yaml']);
  expect(exitCode).toBe(0);
  expectGolden(path.join(FOLDER, 'classes.txt'), stdout);
});

test('a mesh without waypoint covers nothing', () => {
  const { stdout } = runIn(FOLDER, ['explain', '../bindings/elsewhere.yaml', '--complete', '--foreign-gateways', 'not-ready']);
  expect(stdout).toBe('no service is bound to a waypoint\n');
});

describe('the JSON is the contract', () => {
  test.each([
    { name: 'weighted', args: ['--from', 'shop/web', '--to', 'cart', '--path', '/cart/1', '--header', 'x-beta=false'] },
    { name: 'redirect', args: ['--from', 'shop/web', '--to', 'cart', '--path', '/old'] },
    { name: 'coverage', args: [] },
  ])('$name', ({ name, args }) => {
    const { exitCode, stdout } = explain(...args, '-o', 'json');
    expect(exitCode).toBe(0);
    expectGolden(path.join(FOLDER, `${name}.json`), stdout);
  });
});

describe('many requests', () => {
  test.each(['requests.jsonl', 'requests.json'])('%s: an answer a line, in order, also for what can\'t be asked', (file) => {
    const { exitCode, stdout, stderr } = explain('--requests', file);
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: '' });
    const answers = stdout.trimEnd().split('\n').map((line) => JSON.parse(line));
    const told = answers.map(({ apiVersion, id, verdict, problem }) => ({ apiVersion, id, verdict, problem }));
    expectGolden(path.join(FOLDER, 'answers.json'), `${JSON.stringify(told, null, 2)}\n`);
  });

  test('each that can be asked: exit code 0', () => {
    expect(explain('--requests', 'good-requests.jsonl')).toMatchObject({ exitCode: 0, stderr: '' });
  });

  test('a line that is not JSON costs one answer, with its place', () => {
    const { exitCode, stdout } = explain('--requests', 'broken-line.jsonl');
    const answers = stdout.trimEnd().split('\n').map((line) => JSON.parse(line));
    expect({ exitCode, ids: answers.map(({ id }) => id) }).toEqual({ exitCode: 2, ids: ['first', null, 'third'] });
    expect(answers[1]).toMatchObject({ problem: expect.stringMatching(/^not JSON: /), place: { file: 'broken-line.jsonl', line: 2 } });
  });

  test('a file that is not there', () => {
    expect(explain('--requests', 'none.jsonl')).toEqual({ exitCode: 2, stdout: '', stderr: 'none.jsonl: can\'t be read: there is no such file or folder\n' });
  });
});

test.each([
  { what: 'an unknown workload', args: ['--from', 'shop/wbe', '--to', 'cart'], says: 'no workload "shop/wbe" is in the input, did you mean shop/web?' },
  { what: 'an ambiguous workload', args: ['--from', 'shop/rates', '--to', 'cart'], says: '"shop/rates" is ambiguous, expected one of Deployment/shop/rates, StatefulSet/shop/rates' },
  { what: 'a workload without namespace', args: ['--from', 'web', '--to', 'cart'], says: 'did you mean shop/web?' },
  { what: 'an unknown scheme', args: ['--from', 'user:me', '--to', 'cart'], says: '"user:me" names no client, expected NAMESPACE/WORKLOAD' },
  { what: 'half a service account', args: ['--from', 'sa:shop', '--to', 'cart'], says: '"sa:shop" names no service account, expected sa:NAMESPACE/NAME' },
  { what: 'an empty identity', args: ['--from', 'spiffe://', '--to', 'cart.shop'], says: '"spiffe://" names no identity, expected spiffe://TRUST-DOMAIN/ns/NAMESPACE/sa/NAME' },
  { what: 'an unknown gateway', args: ['--from', 'ingress:shop/pubic', '--to', 'cart.shop'], says: 'no Gateway or workload "shop/pubic" is in the input, did you mean shop/public?' },
  { what: 'a waypoint as ingress gateway', args: ['--from', 'ingress:shop/waypoint', '--to', 'cart.shop'], says: 'Gateway shop/waypoint is a waypoint, expected one that takes requests from outside' },
  { what: 'an unknown host', args: ['--from', 'shop/web', '--to', 'crat'], says: 'no Service or ServiceEntry has the host "crat", did you mean cart?' },
  { what: 'a Service as NAMESPACE/NAME', args: ['--from', 'shop/web', '--to', 'shop/cart'], says: 'did you mean cart.shop' },
  { what: 'an unknown port', args: ['--from', 'shop/web', '--to', 'rates:80'], says: 'rates.shop.svc.cluster.local has no port 80, expected one of 7000, 7001' },
  { what: 'a port that is none', args: ['--from', 'shop/web', '--to', 'cart:99999'], says: '"cart:99999" has no usable port' },
  { what: 'an address without port', args: ['--from', 'shop/web', '--to', '10.1.2.3'], says: '"10.1.2.3" names no port, expected IP:PORT' },
  { what: 'a pod without port', args: ['--from', 'shop/web', '--to', 'pod:shop/cart'], says: '"pod:shop/cart" names no port' },
  { what: 'no destination', args: ['--from', 'shop/web'], says: 'no destination, expected --to' },
  { what: 'a header that is none', args: ['--from', 'shop/web', '--to', 'cart', '--header', 'x'], says: 'Expected NAME=VALUE' },
  { what: 'an unknown protocol', args: ['--from', 'shop/web', '--to', 'cart', '--proto', 'quic'], says: 'Allowed choices are http, h2, tcp, tls, grpc.' },
  { what: 'the coverage of an address', args: ['--to', '192.0.2.1:80'], says: '"192.0.2.1:80" is no service, expected --from as well' },
])('$what is a wrong call', ({ args, says }) => {
  expectWrongCall(explain(...args), says);
});

describe('what several things are called is answered with all of them, and a name that is not there with those like it', () => {
  test.each([
    { what: 'a host in two namespaces', args: ['--from', 'outside', '--to', 'cart'], says: 'no Service or ServiceEntry has the host "cart", did you mean cart.far or cart.shop?' },
    { what: 'a workload of two kinds', args: ['--from', 'shop/web', '--to', 'cart.shop'], says: '"shop/web" is ambiguous, expected one of Deployment/shop/web, StatefulSet/shop/web' },
    { what: 'a workload without namespace', args: ['--from', 'web', '--to', 'cart.shop'], says: 'did you mean far/web or shop/web?' },
    { what: 'a pod of two kinds', args: ['--from', 'outside', '--to', 'pod:shop/web:80'], says: '"shop/web" is ambiguous, expected one of Deployment/shop/web, StatefulSet/shop/web' },
    { what: 'a pod that is not there', args: ['--from', 'outside', '--to', 'pod:shop/wbe:80'], says: 'no workload "shop/wbe" is in the input, did you mean shop/web?' },
    { what: 'a kind that has no such name', args: ['--from', 'DaemonSet/shop/web', '--to', 'cart.shop'], says: 'no workload "DaemonSet/shop/web" is in the input, did you mean Deployment/shop/web or StatefulSet/shop/web?' },
    { what: 'a port by its name', args: ['--from', 'outside', '--to', 'cart.shop:admin'], says: '"admin" is no port number, expected one of 80 (http), 81 (admin)' },
  ])('$what', ({ args, says }) => {
    expectWrongCall(runIn(FOLDER, ['explain', 'twins.yaml', ...args]), says);
  });
});

test('standard input can\'t be read twice', () => {
  const { exitCode, stderr } = runIn(FOLDER, ['explain', '-', '--requests', '-']);
  expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: 'error: standard input can\'t be both the mesh and the requests\n' });
});
