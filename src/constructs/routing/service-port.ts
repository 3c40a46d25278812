/** What a waypoint takes the traffic of a port for. */
export enum ServiceProtocol {
  /** HTTP/1.1, and HTTP/2 where both sides agree on it. */
  HTTP = 'http',
  /** HTTP/2 without TLS. */
  HTTP2 = 'http2',
  /** gRPC. */
  GRPC = 'grpc',
  /** Any connection. */
  TCP = 'tcp',
  /** TLS that the pods end themselves. */
  TLS = 'tls',
}

/** A port of a Service. */
export interface ServicePort {
  /** The port that clients dial. */
  readonly port: number;
  /**
   * The port of the pods.
   * @default - the same
   */
  readonly targetPort?: number;
  /**
   * What the traffic is.
   * @default ServiceProtocol.HTTP
   */
  readonly protocol?: ServiceProtocol;
  /**
   * The name of the port.
   * @default - the protocol and the port, such as `http-9080`
   */
  readonly portName?: string;
}
