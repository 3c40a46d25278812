import { Chart, Testing } from 'cdk8s';
import { Istio } from '../../src';

const chart = () => new Chart(Testing.app(), 'test');

test('the newest release is meant where none is named', () => {
  expect(Istio._of(chart())).toBe('1.31');
});

test('a release counts for all of the app, named as often as one likes', () => {
  const scope = chart();
  Istio.version(scope.node.root, '1.28.3');
  Istio.version(scope, 'v1.28');
  expect([Istio._of(scope), Istio._supports(scope, 'dynamicDns'), Istio._supports(scope, 'canary')]).toEqual(['1.28', true, false]);
});

test('a release that is not known is refused', () => {
  expect(() => Istio.version(chart(), 'newest')).toThrow('[test] the Istio version "newest" is not known: write one of 1.24, 1.25');
});

test('a release that comes after constructs were made for another is refused', () => {
  const scope = chart();
  Istio._of(scope);
  expect(() => Istio.version(scope, '1.28')).toThrow('[test] the Istio version "1.28" comes too late, constructs were made for 1.31: call Istio.version once, before all constructs');
});

test('a feature that the release lacks is refused, with the release that has it', () => {
  const scope = chart();
  Istio.version(scope, '1.28');
  expect(() => Istio._require(scope, 'dynamicDns', 'resolution DYNAMIC_DNS')).not.toThrow();
  expect(() => Istio._require(scope, 'trafficExtensions', 'a TrafficExtension'))
    .toThrow('[test] a TrafficExtension needs Istio 1.30, and the app is for 1.28: leave it out, or raise Istio.version');
});
