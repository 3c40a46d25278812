import type { Finding } from './finding';
import type { Manifest } from '../mesh/manifest';
import { fieldText } from '../mesh/positions';
import { overlayIllegal } from '../rules/overlay-illegal';
import { refusedByIstio } from '../rules/refused-by-istio';
import { refusedBySchema } from '../rules/refused-by-schema';

/**
 * The findings without those about a field that the API server, Istio's validation, or (an overlay) Istio itself refuses for what is in
 * it: they say the same again, or follow from it.
 */
export function withoutEchoes(findings: readonly Finding[]): Finding[] {
  const refused = new Map<Manifest, Set<string>>();
  for (const { subject, path } of findings.filter(isRefusal)) {
    if (path.length === 0) continue;
    refused.set(subject, (refused.get(subject) ?? new Set()).add(fieldText(path)));
  }
  return findings.filter((finding) => isRefusal(finding) || !refused.get(finding.subject)?.has(fieldText(finding.path)));
}

function isRefusal({ rule }: Finding): boolean {
  return rule === refusedBySchema || rule === refusedByIstio || rule === overlayIllegal;
}
