import type { RequestForm } from '../traffic/request-form';

/** What a client speaks. */
export enum RequestProtocol {
  /** HTTP/1.1. */
  HTTP = 'http',
  /** HTTP/2 without TLS. */
  HTTP2 = 'h2',
  GRPC = 'grpc',
  /** Bytes that are not HTTP. */
  TCP = 'tcp',
  TLS = 'tls',
}

/** A request: who sends it, where to, and what it says. What is not given is not sent. */
export interface MeshRequest {
  /**
   * Who sends it: `NAMESPACE/WORKLOAD`, `KIND/NAMESPACE/WORKLOAD`, `sa:NAMESPACE/NAME`, `spiffe://IDENTITY`, `ingress:NAMESPACE/GATEWAY`
   * or `outside`.
   */
  readonly client: string;
  /** What the client dials: `HOST[:PORT]`, `IP:PORT` or `pod:NAMESPACE/WORKLOAD:PORT`. */
  readonly destination: string;
  /** @default RequestProtocol.HTTP */
  readonly protocol?: RequestProtocol;
  /**
   * With `RequestProtocol.TLS`: the name in the ClientHello.
   * @default - none
   */
  readonly sni?: string;
  /** @default 'GET', of gRPC 'POST' */
  readonly method?: string;
  /**
   * With the query.
   * @default '/'
   */
  readonly path?: string;
  /**
   * The host that the client writes.
   * @default - the name or address that it dials, with the port unless that is 80
   */
  readonly host?: string;
  /** @default - none */
  readonly headers?: { [name: string]: string };
  /**
   * The claims of a valid token in the header `authorization`, `iss` among them.
   * @default - no token
   */
  readonly claims?: { [name: string]: any };
  /**
   * The address of the client.
   * @default - that of the pod, if its manifest tells, else one of the mesh
   */
  readonly clientAddress?: string;
}

/** The request as the engine reads it. */
export function formOfRequest(request: MeshRequest): RequestForm {
  const { client, destination, protocol, sni, method, path, host, headers, claims, clientAddress } = request;
  return {
    from: client, to: destination, proto: protocol, sni, method, path, host, headers, ip: clientAddress, ...(claims && { jwt: { claims } }),
  };
}
