import type { Construct } from 'constructs';
import type { ExtensionProps } from './extension-props';
import { checkInteger } from '../check-integer';
import { consumersIn } from '../enrollment/consumers';
import { Istio } from '../istio';
import { describe } from '../located-object';
import type { RenderedTarget } from '../security/rendered-target';
import { renderTargets } from '../security/rendered-targets';
import { fullNameOf } from '../waypoint/full-name';
import { requireIstioProxy } from '../waypoint/known-classes';

/** The targets of an extension of waypoints. */
export function renderExtensionTargets(extension: Construct, kind: string, { targets, priority }: ExtensionProps): RenderedTarget[] {
  if (priority !== undefined) checkInteger(extension, 'priority', priority, -(2 ** 31), 2 ** 31 - 1);
  const rendered = renderTargets(extension, targets);
  for (const { waypoint } of rendered) if (waypoint) requireIstioProxy(extension, waypoint, `a ${kind}`);
  return rendered;
}

/**
 * Refuses, for releases before 1.31, an extension of a Service whose waypoint is in another namespace: the waypoint waits for
 * the extension for ever and never gets ready.
 * @see https://github.com/istio/istio/issues/60530
 */
export function checkSameNamespace(extension: Construct, targets: readonly RenderedTarget[]): void {
  if (Istio._supports(extension, 'wasmAcrossNamespaces')) return;
  const [{ namespace }] = targets;
  const names = targets.flatMap(({ refs }) => refs).filter(({ kind }) => ['Service', 'ServiceEntry'].includes(kind)).map(({ kind, name }) => `${kind} ${namespace}/${name}`);
  if (names.length === 0) return;
  // Who uses which waypoint may be declared later.
  extension.node.addValidation({
    validate: () => consumersIn(extension, namespace)
      .filter(({ object, waypoint }) => waypoint.waypointNamespace !== namespace && (object.kind === 'Namespace' || names.includes(describe(object))))
      .slice(0, 1).map(({ by, object, waypoint }) => `is for ${names.join(', ')}, and ${describe(object)} uses waypoint ${fullNameOf(waypoint)} of another namespace (by "${by.node.path}"), `
        + `which would never get ready with it before Istio 1.31 (the app is for ${Istio._of(extension)}): target the waypoint, in its namespace, or raise Istio.version`),
  });
}
