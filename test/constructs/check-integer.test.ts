import { Chart, Testing } from 'cdk8s';
import { checkInteger } from '../../src/constructs/check-integer';

const chart = new Chart(Testing.app(), 'test');

test.each([[1, 1, undefined], [2 ** 31 - 1, 1, undefined], [0, 0, 0], [-5, -5, 5]])('takes %d', (value, least, most) => {
  expect(checkInteger(chart, 'it', value, least, most)).toBe(value);
});

test.each<[unknown, number, number | undefined, string]>([
  [0, 1, undefined, 'it is 0: write an integer of at least 1'],
  [0.5, 0, undefined, 'it is 0.5: write an integer of at least 0'],
  [NaN, 0, undefined, 'it is NaN: write an integer of at least 0'],
  [2 ** 31, 0, undefined, 'it is 2147483648: write an integer from 0 to 2147483647'],
  [Infinity, 1, undefined, 'it is Infinity: write an integer from 1 to 2147483647'],
  [101, 0, 100, 'it is 101: write an integer from 0 to 100'],
  ['5', 0, 100, 'it is 5: write an integer from 0 to 100'],
  [undefined, 0, 100, 'it is undefined: write an integer from 0 to 100'],
])('refuses %p', (value, least, most, message) => {
  expect(() => checkInteger(chart, 'it', value as number, least, most)).toThrow(`[test] ${message}`);
});
