import { Chart, Testing } from 'cdk8s';
import {
  CrossNamespaceWaypoint, ExtensionPhase, Istio, NamespaceWaypoint, ObjectRef, PolicyTarget, SandwichClass, SandwichWaypoint, WasmFailure, WasmKind, WasmModule, WaypointLua, WaypointWasm,
} from '../../../src';
import { ISTIO_VERSIONS } from '../../../src/istio/versions';
import { only, synth } from '../synth';

const targets = [PolicyTarget.service(ObjectRef.service('cart'))];
const image = WasmModule.image('registry.example.com/filter:1.0');
const code = 'function envoy_on_request(handle) end';

describe('WaypointWasm', () => {
  test('with every field', () => {
    expect(only(synth((chart) => new WaypointWasm(chart, 'full', {
      targets: [...targets, PolicyTarget.serviceEntry(ObjectRef.serviceEntry('api'))],
      module: WasmModule.url('https://example.com/filter.wasm', { sha256: 'a'.repeat(64), alwaysPull: true, pullSecret: 'pull' }),
      phase: ExtensionPhase.AUTHN,
      priority: 10,
      config: { realm: 'shop' },
      pluginName: 'root',
      onFailure: WasmFailure.OPEN,
      kind: WasmKind.NETWORK,
      ports: [9000],
      environment: { MODE: 'strict' },
      wasmName: 'everything',
    })), 'WasmPlugin')).toMatchSnapshot();
  });

  test('it fails closed unless told otherwise', () => {
    const { spec } = only(synth((chart) => new WaypointWasm(chart, 'filter', { targets: [PolicyTarget.waypoint(new NamespaceWaypoint(chart, 'waypoint'))], module: image })), 'WasmPlugin');
    expect(spec).toEqual({
      targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'waypoint' }], url: 'oci://registry.example.com/filter:1.0', type: 'HTTP', failStrategy: 'FAIL_CLOSE',
    });
  });

  test('a module can come from a file, an image or a server', () => {
    const urls = [WasmModule.file('/opt/filter.wasm'), WasmModule.image('oci://example.com/a', { alwaysPull: false }), WasmModule.url('http://example.com/a.wasm')].map((from) =>
      only(synth((chart) => new WaypointWasm(chart, 'filter', { targets, module: from })), 'WasmPlugin').spec.url);
    expect(urls).toEqual(['file:///opt/filter.wasm', 'oci://example.com/a', 'http://example.com/a.wasm']);
  });

  /** A plugin for a Service whose waypoint is in another namespace; the waypoint is declared last. */
  function acrossNamespaces(version: string) {
    return synth((chart) => {
      Istio.version(chart, version);
      new WaypointWasm(chart, 'filter', { targets, module: image });
      new CrossNamespaceWaypoint(chart, 'shared', { namespace: 'infra', consumers: [ObjectRef.namespace('shop')] });
    });
  }

  test.each(ISTIO_VERSIONS.slice(0, -2))('a Service whose waypoint is in another namespace is refused with Istio %s', (version) => {
    expect(() => acrossNamespaces(version)).toThrow('[test/filter] is for Service shop/cart, and Namespace shop uses waypoint infra/waypoint of another namespace (by "test/shared/namespaces"), '
      + `which would never get ready with it before Istio 1.31 (the app is for ${version}): target the waypoint, in its namespace, or raise Istio.version`);
  });

  test.each(ISTIO_VERSIONS.slice(-2))('and taken with Istio %s', (version) => {
    expect(only(acrossNamespaces(version), 'WasmPlugin').metadata.namespace).toBe('shop');
  });
});

describe('WaypointLua', () => {
  test('with every field', () => {
    expect(only(synth((chart) => new WaypointLua(chart, 'full', { targets, code, phase: ExtensionPhase.STATS, priority: -1, extensionName: 'script' })), 'TrafficExtension')).toMatchSnapshot();
  });

  test.each(ISTIO_VERSIONS)('with Istio %s', (version) => {
    const declare = () => synth((chart) => {
      Istio.version(chart, version);
      new WaypointLua(chart, 'script', { targets, code });
    });
    if (ISTIO_VERSIONS.indexOf(version) < ISTIO_VERSIONS.indexOf('1.30')) expect(declare).toThrow(`[test/script] a script in Lua needs Istio 1.30, and the app is for ${version}`);
    else expect(only(declare(), 'TrafficExtension').spec.lua).toEqual({ inlineCode: code });
  });
});

describe('bad input', () => {
  const wasm = (props: object) => (chart: Chart) => new WaypointWasm(chart, 'w', { targets, module: image, ...props });
  const lua = (props: object) => (chart: Chart) => new WaypointLua(chart, 'l', { targets, code, ...props });
  const agentgateway = (chart: Chart) => [PolicyTarget.waypoint(new SandwichWaypoint(chart, 'sandwich', {
    gatewayClass: SandwichClass.agentgateway(), services: [{ service: ObjectRef.service('cart'), ports: [80] }],
  }))];

  test.each<[string, (chart: Chart) => unknown, string]>([
    ['a name that is taken', (chart) => [wasm({ wasmName: 'a' })(chart), new WaypointWasm(chart, 'b', { targets, module: image, wasmName: 'a' })], '[test/b] WasmPlugin shop/a is already declared by "test/w": write another "wasmName"'],
    ['ports for HTTP', wasm({ ports: [80] }), '[test/w] has ports 80, but at a waypoint no port matches for HTTP, so the plugin would never run'],
    ['no ports', wasm({ kind: WasmKind.NETWORK, ports: [] }), '[test/w] "ports" is empty'],
    ['a port that does not exist', wasm({ kind: WasmKind.NETWORK, ports: [0] }), '[test/w] port 0 does not exist'],
    ['a configuration that is no object', wasm({ config: 'a' }), '[test/w] "config" is "a": write an object'],
    ['a wrong scheme', wasm({ module: WasmModule.url('ftp://example.com/a') }), '[test/w] "ftp://example.com/a" is no address of a Wasm module: write one that begins with https:// or http://'],
    ['no address', wasm({ module: WasmModule.image('') }), '[test/w] "oci://" is no address of a Wasm module'],
    ['a relative path', wasm({ module: WasmModule.file('a.wasm') }), '[test/w] "a.wasm" is no absolute path of a Wasm module'],
    ['a checksum with a prefix', wasm({ module: WasmModule.image('a/b', { sha256: 'sha256:abc' }) }), '[test/w] sha256 "sha256:abc" is no checksum'],
    ['a priority that is no integer', wasm({ priority: 0.5 }), '[test/w] priority is 0.5: write an integer'],
    ['no targets', wasm({ targets: [] }), '[test/w] has no targets'],
    ['a proxy that is not of Istio', (chart) => wasm({ targets: agentgateway(chart) })(chart), '[test/w] waypoint shop/waypoint ("test/sandwich") is of class "istio-agentgateway-waypoint", whose proxy ignores a WasmPlugin'],
    ['every waypoint before 1.25', (chart) => {
      Istio.version(chart, '1.24');
      wasm({ targets: [PolicyTarget.everyWaypoint()] })(chart);
    }, '[test/w] a target of every waypoint needs Istio 1.25, and the app is for 1.24'],
    ['a script that does nothing', lua({ code: 'print("hello")' }), '[test/l] the script would do nothing: define envoy_on_request(handle) or envoy_on_response(handle)'],
    ['a script that is too long', lua({ code: `${code}${' '.repeat(65_536)}` }), '[test/l] the script has 65573 bytes: write at most 65536'],
    ['a script for a proxy that is not of Istio', (chart) => lua({ targets: agentgateway(chart) })(chart), 'whose proxy ignores a TrafficExtension'],
  ])('%s', (_, declare, message) => {
    expect(() => declare(new Chart(Testing.app(), 'test', { namespace: 'shop' }))).toThrow(message);
  });
});
