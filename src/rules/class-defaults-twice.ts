import type { ConfigMap } from './facts/overlays';
import { isClassDefault } from './facts/overlays';
import type { Rule } from './rule';
import { Severity } from './rule';
import { DEFAULTS_FOR_CLASS } from '../istio/labels';
import { CONFIG_MAP } from '../mesh/kinds/core';

export const classDefaultsTwice: Rule = {
  id: 'class-defaults-twice',
  severity: Severity.WARNING,
  summary: 'a GatewayClass has two ConfigMaps of defaults',
  why: 'Istio takes the oldest and says nothing of the others',
  fix: 'merge them into one',
  *check(mesh) {
    const first = new Map<string, ConfigMap>();
    for (const configMap of mesh.inNamespace(CONFIG_MAP, mesh.config.rootNamespace).filter(isClassDefault)) {
      const name = configMap.labels[DEFAULTS_FOR_CLASS];
      const other = first.get(name);
      if (!other) {first.set(name, configMap);} else {
        yield {
          subject: configMap,
          path: ['metadata', 'labels', DEFAULTS_FOR_CLASS],
          message: `"${name}" has its defaults in "${other.name}" too: only the older of both counts`,
          related: [{ manifest: other, path: ['metadata', 'labels', DEFAULTS_FOR_CLASS] }],
        };
      }
    }
  },
};
