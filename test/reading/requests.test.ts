import * as path from 'node:path';
import { Mesh, RequestProtocol, Verdict } from '../../src';
import { expectGolden } from '../golden';

const CLI = path.join(__dirname, '../cli');
const mesh = Mesh.fromFiles([path.join(CLI, 'explain/shop.yaml')]);

describe('a request is explained', () => {
  test('through a waypoint', () => {
    const { text, ...told } = mesh.explain({ client: 'shop/web', destination: 'cart', path: '/cart/1' });
    expect(told).toEqual({
      verdict: Verdict.ALLOWED,
      why: 'the waypoint shop/waypoint lets it pass, by rule 0 of AuthorizationPolicy shop/cart-viewers, and sends it to ' +
        'cart.shop.svc.cluster.local:80 (weight 90) or cart-next.shop.svc.cluster.local:80 (weight 10)',
      waypoint: 'shop/waypoint',
      backends: { 'shop/cart': 90, 'shop/cart-next': 10 },
      decidedBy: 'shop/cart-viewers',
      route: 'shop/cart',
      verdictWithoutWaypoint: Verdict.ALLOWED,
      policiesOfWaypoint: ['AuthorizationPolicy shop/cart-viewers', 'RequestAuthentication shop/tokens'],
      notes: [],
    });
    expect(text).toMatch(/^allowed {2}shop\/web → cart\.shop\.svc\.cluster\.local:80 · GET \/cart\/1\n/);
  });

  test('past it', () => {
    const told = mesh.explain({ client: 'legacy/report', destination: 'cart.shop' });
    expect(told).toMatchObject({ verdict: Verdict.ALLOWED, backend: 'shop/cart', policiesOfWaypoint: [] });
    expect(told.waypoint).toBeUndefined();
    expect(told.verdictWithoutWaypoint).toBeUndefined();
  });

  test('with claims and headers', () => {
    const request = { client: 'sa:ops/robot', destination: 'cart.shop', method: 'DELETE', path: '/cart', headers: { 'x-beta': 'true' } };
    expect(mesh.explain({ ...request, claims: { iss: 'https://issuer.example', groups: ['admin'] } }))
      .toMatchObject({ verdict: Verdict.ALLOWED, backend: 'shop/cart-next' });
    expect(mesh.explain(request)).toMatchObject({ verdict: Verdict.DENIED, status: 403, verdictWithoutWaypoint: Verdict.ALLOWED });
  });

  test('of other protocols', () => {
    expect((mesh.explain({ client: 'shop/web', destination: 'bank:9000', protocol: RequestProtocol.TCP })).decidedBy).toBeUndefined();
    expect((mesh.explain({ client: 'shop/web', destination: 'rates:7000', protocol: RequestProtocol.GRPC })).verdict).toBe(Verdict.ALLOWED);
    expect((mesh.explain({ client: 'outside', destination: '192.0.2.1:443', protocol: RequestProtocol.TLS, sni: 'a.example' })).backends).toEqual({});
  });

  test('unless it names what is not there', () => {
    expect(() => mesh.explain({ client: 'shop/wbe', destination: 'cart.shop' })).toThrow('no workload "shop/wbe" is in the input, did you mean shop/web?');
    expect(() => mesh.explain({ client: 'shop/web', destination: 'crat' })).toThrow('no Service or ServiceEntry has the host "crat", did you mean cart?');
  });
});

describe('access tests are run', () => {
  test('those that hold', () => {
    const { hasPassed, passed, failures } = mesh.test([path.join(CLI, 'test/cart.tests.yaml')]);
    expect({ hasPassed, failures }).toEqual({ hasPassed: true, failures: [] });
    expect(passed).toContain('the web may read the cart');
  });

  test('those that do not', () => {
    const { hasPassed, passed, failures, text } = mesh.test([path.join(CLI, 'test/failing')]);
    expect({ hasPassed, passed }).toEqual({ hasPassed: false, passed: ['the web may read the cart'] });
    expectGolden(path.join(__dirname, 'failures.txt'), `${relative(failures.join('\n\n'))}\n`);
    expect(text).toContain('1 passed, 4 failed\n');
  });

  test('those that can\'t be read or asked count as failures', () => {
    const { hasPassed, passed, failures } = mesh.test([path.join(CLI, 'test/broken')]);
    expect({ hasPassed, passed, count: failures.length }).toEqual({ hasPassed: false, passed: ['the cases of such a file are run all the same', 'a good one'], count: 13 });
  });

  test('there have to be some', () => {
    expect(() => mesh.test([path.join(CLI, 'explain/shop.yaml')])).toThrow(/^no access tests in .*shop\.yaml, expected a YAML file with the key "tests" at its top$/);
  });
});

/** Places begin with folders of this machine. */
function relative(text: string): string {
  return text.replaceAll(`${CLI}/`, '');
}
