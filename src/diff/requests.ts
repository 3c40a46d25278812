import type { Dimension, DimensionValue, Point } from './dimension';
import { ADDRESS, HEADER, HOST, METHOD, PATH, QUERY, SNI } from './named-by-policies';
import { TOKEN } from './named-tokens';
import type { Vocabulary } from './vocabulary';
import { UNNAMED } from './witness';
import type { MeshPort } from '../registry/mesh-service';
import type { HeaderLine } from '../request/headers';
import { inRange, parseIpRange } from '../request/ip-range';
import { isHttp, Protocol } from '../request/request';
import type { RequestForm } from '../traffic/request-form';

const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS', 'TRACE', 'SEARCH', 'PROPFIND'];
const UNNAMED_HOST = 'unnamed.example.com';
/** Addresses of documentation, of which policies hardly speak. */
const ADDRESSES = ['192.0.2.1', '198.51.100.1', '203.0.113.1'];

/** The protocols in which a port is asked. */
export function protocolsOf({ protocol: { family, isTls, isGrpc } }: MeshPort): Protocol[] {
  switch (family) {
    case 'http': return [isGrpc ? Protocol.HTTP2 : Protocol.HTTP1];
    case 'tcp': return [isTls ? Protocol.TLS : Protocol.TCP];
    case 'udp': return [];
    default: return [Protocol.HTTP1, Protocol.TCP];
  }
}

/** In what the requests of one protocol to a host differ. */
export function dimensionsOf(vocabulary: Vocabulary, protocol: Protocol, host: string): Dimension[] {
  const address = vocabulary.dimension(ADDRESS, [other(unnamedAddress(vocabulary.valuesOf(ADDRESS)))]);
  const usualHost = { value: host, isOther: false };
  if (protocol === Protocol.TLS) return [vocabulary.dimension(SNI, [usualHost, other(UNNAMED_HOST)]), address];
  if (!isHttp(protocol)) return [address];
  const methods = vocabulary.valuesOf(METHOD);
  const absent = (isNamed: boolean) => [{ value: null, isOther: false }, ...isNamed ? [other(UNNAMED)] : []];
  return [
    vocabulary.dimension(METHOD, [other(METHODS.find((method) => !methods.includes(method)) ?? METHODS[0])]),
    vocabulary.dimension(PATH, [other(`/${UNNAMED}`)]),
    vocabulary.dimension(HOST, [usualHost, ...vocabulary.valuesOf(HOST).length > 0 ? [other(UNNAMED_HOST)] : []]),
    ...[HEADER, QUERY].flatMap((prefix) => vocabulary.things(prefix)).map((what) => vocabulary.dimension(what, absent(true))),
    vocabulary.dimension(TOKEN, absent(false)),
    address,
  ];
}

function other(value: string): DimensionValue {
  return { value, isOther: true };
}

function unnamedAddress(blocks: readonly string[]): string {
  const ranges = blocks.flatMap((block) => parseIpRange(block) ?? []);
  return ADDRESSES.find((address) => !ranges.some((range) => inRange(range, address))) ?? ADDRESSES[0];
}

/** The request at a point, without client and destination. */
export function formAt(dimensions: readonly Dimension[], protocol: Protocol, point: Point): Omit<RequestForm, 'from' | 'to'> {
  const values = new Map(dimensions.map(({ what, values: all }, index) => [what, all[point[index]].value]));
  const [ip, sni] = [values.get(ADDRESS), values.get(SNI)];
  if (!isHttp(protocol)) return { proto: protocol, ...(ip && { ip }), ...(sni && { sni }) };
  const token = values.get(TOKEN);
  return {
    proto: protocol,
    ...(ip && { ip }),
    method: values.get(METHOD)!,
    path: `${values.get(PATH)!}${queryOf(values)}`,
    host: values.get(HOST)!,
    headers: headersOf(values),
    ...(token && { jwt: { claims: JSON.parse(token) as Record<string, unknown> } }),
  };
}

type Values = ReadonlyMap<string, string | null>;

function queryOf(values: Values): string {
  const parts = named(values, QUERY).map(([name, value]) => `${name}=${value}`);
  return parts.length > 0 ? `?${parts.join('&')}` : '';
}

function headersOf(values: Values): HeaderLine[] {
  return named(values, HEADER);
}

/** The things with that prefix that a request has. */
function named(values: Values, prefix: string): [name: string, value: string][] {
  return [...values].flatMap(([what, value]): [string, string][] =>
    what.startsWith(prefix) && value !== null ? [[what.slice(prefix.length), value]] : []);
}
