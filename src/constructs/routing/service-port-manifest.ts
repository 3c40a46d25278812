import type { Construct } from 'constructs';
import type { ServicePort } from './service-port';
import { ServiceProtocol } from './service-port';
import { findTwice } from '../find-twice';
import { checkPort } from '../port';
import { problem } from '../problem';

/** The protocol of a port. */
export function protocolOf({ protocol = ServiceProtocol.HTTP }: ServicePort): ServiceProtocol {
  return protocol;
}

/**
 * The ports of a Service as in its manifest.
 * @param subject whose ports they are, for errors, where the construct has several
 */
export function renderServicePorts(scope: Construct, ports: readonly ServicePort[], subject: string = '') {
  const refuse = (message: string) => problem(scope, [subject, message].filter(Boolean).join(' '));
  if (ports.length === 0) throw refuse('has no ports: list at least one in "ports"');
  const twice = findTwice(ports, ({ port }) => port);
  if (twice) throw refuse(`has port ${twice.port} twice: list it once`);
  return ports.map((one) => ({
    name: one.portName ?? `${protocolOf(one)}-${one.port}`,
    port: checkPort(scope, one.port),
    targetPort: checkPort(scope, one.targetPort ?? one.port),
    protocol: 'TCP',
    appProtocol: protocolOf(one),
  }));
}
