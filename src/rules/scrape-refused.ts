import { waypointGateways } from './facts/gateways';
import { sourcesOf } from './facts/policy-sources';
import { scrapersOf } from './facts/scrapers';
import type { Scraper } from './facts/scrapers';
import type { Scrape } from './facts/scrapes';
import { scrapesOf, scrapeText } from './facts/scrapes';
import type { Rule } from './rule';
import { Severity } from './rule';
import type { ZtunnelPolicy } from '../authorization/ztunnel/ztunnel-policy';
import { proxyServiceAccount } from '../binding/gateway/requested-services';
import { AUTHORIZATION_POLICY } from '../mesh/kinds/istio-security';
import type { Manifest } from '../mesh/manifest';
import { isOf } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import { remember } from '../mesh/remember';
import { DataPlane } from '../registry/data-plane';
import { identityOf } from '../registry/identity';
import type { Maybe } from '../request/truth';
import { isUnknown, unknown } from '../request/truth';
import type { Arrival } from '../traffic/arrival';
import { arriveAt } from '../traffic/arrival';
import { Verdict } from '../traffic/verdict';

export const scrapeRefused: Rule = {
  id: 'scrape-refused',
  severity: Severity.WARNING,
  summary: 'a policy at the pods refuses who scrapes their metrics',
  why: 'a scraper dials the pods, around the waypoint of their Service: a policy at ztunnel that admits the waypoint alone refuses it, and so does STRICT mTLS if it is not captured',
  fix: 'admit the identity of the scraper on the port of the metrics in a policy of its own; capture the scraper so that it has one',
  unsaidBy: ['AuthorizationPolicy', 'PeerAuthentication'],
  *check(mesh) {
    const reported = new Set<Manifest>();
    for (const scrape of scrapesOf(mesh)) {
      const refusal = refusalOf(mesh, scrape);
      if (!refusal || reported.has(refusal.policy)) continue;
      reported.add(refusal.policy);
      yield {
        subject: refusal.policy,
        path: ['spec'],
        message: `${scrapeText(scrape)}, ${refusal.text}`,
        related: [{ manifest: scrape.monitor, path: ['spec'] }],
      };
    }
  },
};

interface Refusal {
  /** What refuses; the scraper where that is STRICT mTLS, whoever asks for it. */
  readonly policy: Manifest;
  readonly text: string;
}

/** Why nobody who takes up a monitor gets to the pods. Of scrapers that are not in the input it is known only that they are no waypoints. */
function refusalOf(mesh: MeshObjects, scrape: Scrape): Refusal | undefined {
  const scrapers = scrapersOf(mesh, scrape.monitor);
  if (scrapers.length > 0) return ofScrapers(mesh, scrape, scrapers);
  const [arrival, ...others] = [identityOf(mesh, scrape.workload.subject.manifest.namespace, 'any-other'), null].map((identity) => arrive(mesh, scrape, identity));
  if (![arrival, ...others].every(isRefused)) return undefined;
  const policy = refusing(arrival);
  const areWaypoints = policiesAsked(arrival).every((asked) => admitsWaypointsAlone(mesh, asked));
  return policy && areWaypoints ? { policy, text: 'and nobody but a waypoint is admitted there' } : undefined;
}

function ofScrapers(mesh: MeshObjects, scrape: Scrape, scrapers: readonly Scraper[]): Refusal | undefined {
  const arrivals = scrapers.map(({ identity }) => arrive(mesh, scrape, identity));
  if (!arrivals.every(isRefused)) return undefined;
  const [{ manifest, identity }] = scrapers;
  const who = `Prometheus ${manifest.namespace}/${manifest.name}`;
  const policy = refusing(arrivals[0]);
  if (policy) return { policy, text: `and ${who} is not admitted: ${identity === null ? 'not captured, it has no identity' : `"${String(identity)}"`}` };
  return { policy: manifest, text: 'which STRICT mTLS refuses: not captured, it has no identity' };
}

function arrive(mesh: MeshObjects, { workload, port }: Scrape, identity: Maybe<string | null>): Arrival {
  return arriveAt(mesh, workload, port, { identity, ip: unknown('its address') });
}

function isRefused({ guard, verdict }: Arrival): boolean {
  return !isUnknown(guard) && guard.dataPlane === DataPlane.ZTUNNEL && verdict === Verdict.DENIED;
}

/** The policy that refuses, or the most specific of those of which none admits. */
function refusing(arrival: Arrival): Manifest | undefined {
  return (arrival.decision?.by?.policy ?? policiesAsked(arrival).at(-1))?.source;
}

/** The policies of which one would have to admit. */
function policiesAsked({ decision }: Arrival): ZtunnelPolicy[] {
  return (decision?.asked ?? []).map(({ policy }) => policy).filter(({ action }) => action === 'ALLOW');
}

/** Whether all whom a policy names are waypoints in the input. */
function admitsWaypointsAlone(mesh: MeshObjects, { source }: ZtunnelPolicy): boolean {
  if (!source || !isOf(AUTHORIZATION_POLICY, source)) return false;
  return sourcesOf(source.body.spec?.rules ?? []).every(({ source: { principals = [], ...more } }) =>
    Object.keys(more).length === 0 && principals.every((principal) => waypointIdentities(mesh).has(principal)));
}

const waypointIdentities = remember((mesh: MeshObjects): ReadonlySet<string> =>
  new Set(waypointGateways(mesh).map((gateway) => identityOf(mesh, gateway.namespace, proxyServiceAccount(mesh, gateway)))));
