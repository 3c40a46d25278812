import { bindingsIn, boundOf } from './facts/bindings';
import { partsOf } from './facts/parts';
import { scrapesOf, scrapeText } from './facts/scrapes';
import type { Rule } from './rule';
import { Severity } from './rule';
import { BindingReason } from '../binding/binding';
import { waypointText } from '../binding/status-text';
import { isMapping } from '../mesh/fields';
import type { Manifest } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import type { Subject } from '../registry/subject';

const SCRAPE = 'prometheus.io/scrape';

export const scrapeThroughWaypoint: Rule = {
  id: 'scrape-through-waypoint',
  severity: Severity.INFO,
  summary: 'the metrics of pods are scraped through their waypoint',
  why: 'a scraper dials the pods, and a waypoint for workloads takes what is sent to them: its policies must let the scraper in, and its metrics count the scrapes',
  fix: 'let the identity of the scraper in at the waypoint, or label the pods to use none',
  *check(mesh) {
    const reported = new Set<string>();
    for (const { subject, waypoint } of boundOf(mesh)) {
      if (subject.traffic !== 'workload') continue;
      const name = waypointText(waypoint);
      const path = reported.has(name) ? undefined : scrapeOf(subject);
      if (!path) continue;
      reported.add(name);
      yield { subject: subject.manifest, path, message: `pods that use waypoint "${name}" for what is sent to them are scraped` };
    }
    for (const scrape of scrapesOf(mesh)) {
      const name = waypointOfPods(mesh, scrape.workload.subject.manifest);
      if (!name || reported.has(name)) continue;
      reported.add(name);
      yield { subject: scrape.monitor, path: ['spec'], message: `${scrapeText(scrape)}, whose pods use waypoint "${name}" for what is sent to them` };
    }
  },
};

function waypointOfPods(mesh: MeshObjects, manifest: Manifest): string | undefined {
  const [name] = bindingsIn(mesh, manifest).flatMap((binding) =>
    binding.reason === BindingReason.ACCEPTED && binding.subject.traffic === 'workload' ? waypointText(binding.waypoint) : []);
  return name;
}

/** The annotation that asks for it, beside the labels of the pods. */
function scrapeOf({ manifest, labels: [{ path }] }: Subject): (string | number)[] | undefined {
  const at = [...path.slice(0, -1), 'annotations'];
  const [annotations] = partsOf(manifest.body, at.map(String));
  return isMapping(annotations) && annotations[SCRAPE] === 'true' ? [...at, SCRAPE] : undefined;
}
