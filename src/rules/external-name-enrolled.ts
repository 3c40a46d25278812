import { claimsOf } from './facts/claims';
import type { Rule } from './rule';
import { Severity } from './rule';
import { SERVICE } from '../mesh/kinds/core';
import { isOf } from '../mesh/manifest';

export const externalNameEnrolled: Rule = {
  id: 'external-name-enrolled',
  severity: Severity.ERROR,
  summary: 'a Service of type ExternalName is labelled to use a waypoint',
  why: 'such a Service is an alias in DNS and no part of the ambient mesh: the label has no effect',
  fix: 'describe the host by a ServiceEntry and label that, or remove the label',
  *check(mesh) {
    for (const { owner, evidence, waypoint } of claimsOf(mesh)) {
      if (!waypoint || !isOf(SERVICE, owner) || owner.body.spec?.type !== 'ExternalName') continue;
      yield {
        subject: owner,
        path: evidence.path,
        message: `"${evidence.value}" is ignored: a Service of type ExternalName is never bound`,
        related: [{ manifest: owner, path: ['spec', 'type'] }],
      };
    }
  },
};
