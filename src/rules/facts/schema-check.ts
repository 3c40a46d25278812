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
export function schemaFindings(mesh: MeshObjects): ReadonlyMap<Manifest, readonly SchemaFinding[]> {
  return findingsIn(mesh).bySchema;
}

/** What Istio's validation says of each object that the API server would take. */
export function istioFindings(mesh: MeshObjects): ReadonlyMap<Manifest, readonly WebhookFinding[]> {
  return findingsIn(mesh).byIstio;
}

/** Both are asked of one object after the other: what the one has just read is at hand for the other. */
const findingsIn = remember((mesh: MeshObjects) => {
  const bySchema = new Map<Manifest, readonly SchemaFinding[]>();
  const byIstio = new Map<Manifest, readonly WebhookFinding[]>();
  for (const manifest of mesh.asRead()) {
    const object = manifest.body as KubernetesObject;
    const partial = isPatch(manifest);
    const refusals = validateObject(object, { partial });
    if (refusals.length > 0) {
      bySchema.set(manifest, refusals);
    } else if (!partial && manifest.group.endsWith('.istio.io')) {
      const findings = webhookFindings(object);
      if (findings.length > 0) byIstio.set(manifest, findings);
    }
  }
  return { bySchema, byIstio };
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
