import { childOf, isMapping } from '../../mesh/fields';
import type { Manifest } from '../../mesh/manifest';
import type { MeshObjects } from '../../mesh/mesh-objects';
import type { FieldPath } from '../../mesh/positions';
import { remember } from '../../mesh/remember';
import type { SchemaFinding } from '../../schema/finding';
import type { KubernetesObject } from '../../schema/object';
import { validateObject } from '../../schema/validate';
import { webhookFindings } from '../../schema/webhook';
import type { WebhookFinding } from '../../schema/webhook/problem';

/** What an API server says of each object that it would refuse. */
export const schemaFindings = remember((mesh: MeshObjects): ReadonlyMap<Manifest, readonly SchemaFinding[]> => {
  const found = new Map<Manifest, readonly SchemaFinding[]>();
  for (const manifest of mesh.everything()) {
    const findings = validateObject(manifest.body as KubernetesObject, { partial: isPatch(manifest) });
    if (findings.length > 0) found.set(manifest, findings);
  }
  return found;
});

/** What Istio's validation says of each object that the API server would take. */
export const istioFindings = remember((mesh: MeshObjects): ReadonlyMap<Manifest, readonly WebhookFinding[]> => {
  const refused = schemaFindings(mesh);
  const found = new Map<Manifest, readonly WebhookFinding[]>();
  for (const manifest of mesh.everything()) {
    if (!manifest.group.endsWith('.istio.io') || refused.has(manifest) || isPatch(manifest)) continue;
    const findings = webhookFindings(manifest.body as KubernetesObject);
    if (findings.length > 0) found.set(manifest, findings);
  }
  return found;
});

/** Whether an object is there to bring labels to one that exists: it has no spec, or of the spec only the labels of a pod template. */
function isPatch({ body, labels, annotations }: Manifest): boolean {
  const spec = isMapping(body) ? childOf(body, 'spec') : undefined;
  if (!isMapping(spec)) return spec === undefined && Object.keys({ ...labels, ...annotations }).length > 0;
  const template = childOf(spec, 'template');
  return Object.keys(spec).length === 1 && isMapping(template) && Object.keys(template).every((name) => name === 'metadata');
}

/** A path as Kubernetes writes it, in steps. */
export function stepsOf(path: string): FieldPath {
  return (path.match(/\[[^\]]*\]|[^.[\]]+/g) ?? []).map((step) => {
    const key = step.replace(/^\[|\]$/g, '');
    return step.startsWith('[') && /^\d+$/.test(key) ? Number(key) : key;
  });
}
