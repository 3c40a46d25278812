import type { Rule } from './rule';
import { Severity } from './rule';
import { WAYPOINT_INBOUND_BINDING } from '../istio/labels';
import { annotationsOf, findLabel } from '../mesh/evidence';
import { GATEWAY, GATEWAY_CLASS } from '../mesh/kinds/gateway-api';

export const invalidInboundBinding: Rule = {
  id: 'invalid-inbound-binding',
  severity: Severity.ERROR,
  summary: 'the annotation waypoint-inbound-binding can\'t be read',
  why: 'Istio ignores a protocol that it does not know, and reads a port that is no number as none: ztunnel then dials 15008 instead of the proxy',
  fix: 'write NONE, PROXY or PROXY/PORT, in upper case',
  *check(mesh) {
    for (const subject of [...mesh.all(GATEWAY), ...mesh.all(GATEWAY_CLASS)]) {
      const annotation = findLabel(annotationsOf(subject), WAYPOINT_INBOUND_BINDING);
      const message = annotation && complaint(annotation.value);
      if (message) yield { subject, path: ['metadata', 'annotations', WAYPOINT_INBOUND_BINDING], message };
    }
  },
};

function complaint(value: string): string | undefined {
  const [protocol, port, ...more] = value.split('/');
  if (protocol !== 'NONE' && protocol !== 'PROXY') return `protocol "${protocol}" is unknown, expected NONE or PROXY: the annotation is ignored`;
  if (more.length > 0) return `"${value}" has more than one "/": the annotation is ignored`;
  const isPort = port === undefined || (/^[0-9]+$/.test(port) && Number(port) > 0 && Number(port) < 65536);
  return isPort ? undefined : `"${port}" is no port: ztunnel dials 15008`;
}
