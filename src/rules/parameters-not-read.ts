import type { Gateway } from './facts/gateways';
import { isDeployedByIstio } from './facts/gateways';
import type { Rule } from './rule';
import { Severity } from './rule';
import { isManaged } from '../binding/gateway/deployment';
import { GATEWAY } from '../mesh/kinds/gateway-api';

export const parametersNotRead: Rule = {
  id: 'parameters-not-read',
  severity: Severity.WARNING,
  summary: 'a Gateway that Istio does not deploy names parameters',
  why: 'parameters change what Istio deploys, and for remote Gateways and those with addresses of their own that is nothing: autoscaling, resources and labels stay as they are',
  fix: 'write what should change into the Deployment and the Service of your own, or remove spec.addresses for Istio to deploy the proxies',
  *check(mesh) {
    if (!mesh.supports('parametersRef')) return;
    for (const subject of mesh.all(GATEWAY)) {
      const reference = subject.body.spec?.infrastructure?.parametersRef;
      if (!reference || isDeployedByIstio(mesh, subject) !== false) continue;
      const path = ['spec', 'infrastructure', 'parametersRef'];
      yield { subject, path, message: `${reference.kind} "${reference.name}" is not read: ${reasonOf(subject)}` };
    }
  },
};

function reasonOf(gateway: Gateway): string {
  return isManaged(gateway)
    ? `class "${gateway.body.spec?.gatewayClassName}" is that of remote Gateways, for which Istio deploys nothing`
    : 'spec.addresses asks for a deployment of its own, so Istio deploys nothing';
}
