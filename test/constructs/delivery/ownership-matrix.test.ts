import * as fs from 'fs';
import * as path from 'path';
import recorded from './ownership-matrix.json';
import { ObjectOwner } from '../../../src';
import { DeliveryTool, harmOf } from '../../../src/constructs/delivery/ownership-matrix';

/** The names that the lane conformance/delivery gives to the tools. */
const TOOLS: Record<string, DeliveryTool> = { argocd: DeliveryTool.ARGO_CD, flux: DeliveryTool.FLUX, kubectl: DeliveryTool.KUBECTL };
const PAGE = fs.readFileSync(path.join(__dirname, '../../../docs/gitops.md'), 'utf8');

test('every owner of foreign objects was played with every tool', () => {
  const owners = Object.values(ObjectOwner).filter((owner) => owner !== ObjectOwner.THIS_APP);
  expect(recorded.cells.map(({ owner, tool }) => `${owner} ${tool}`).sort())
    .toEqual(owners.flatMap((owner) => Object.keys(TOOLS).map((tool) => `${owner} ${tool}`)).sort());
});

test.each(recorded.cells)('a label patch by $tool on an object of $owner is refused if and only if it did harm on a live API server', ({ owner, tool, safe }) => {
  expect(harmOf(owner as ObjectOwner, TOOLS[tool]) === undefined).toBe(safe);
});

test('docs/gitops.md names what un-enrollment leaves on objects', () => {
  const left = new Set(recorded.cells.flatMap((cell) => cell.left ?? []).map((text) => text.split(' ')[1]));
  expect([...left].filter((key) => !PAGE.includes(`\`${key}\``))).toEqual([]);
});
