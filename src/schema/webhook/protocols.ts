/** What Istio knows of the protocols of ports; case does not matter. @see istio pkg/config/protocol/instance.go */

export function isHttp(protocol: string): boolean {
  return /^(http|http2|http_proxy|grpc|grpc-web)$/i.test(protocol);
}

export function isTls(protocol: string): boolean {
  return /^(https|tls)$/i.test(protocol);
}

export function isTcp(protocol: string): boolean {
  return isTls(protocol) || /^(tcp|mongo|redis|mysql)$/i.test(protocol);
}

export function isUnknownProtocol(protocol: string): boolean {
  return !isHttp(protocol) && !isTcp(protocol) && !/^udp$/i.test(protocol);
}
