import type { Command } from 'commander';
import { InvalidArgumentError, Option } from 'commander';
import type { HeaderLine } from '../request/headers';
import { Protocol } from '../request/request';
import { CLIENT_FORMS } from '../traffic/find-client';
import { DESTINATION_FORMS } from '../traffic/find-destination';
import type { RequestForm } from '../traffic/request-form';
import { PROTOCOL_NAMES } from '../traffic/request-form';

/** A request as flags tell it. */
export interface RequestOptions {
  readonly from?: string;
  readonly to?: string;
  readonly proto?: string;
  readonly sni?: string;
  readonly method?: string;
  readonly path?: string;
  readonly host?: string;
  readonly ip?: string;
  readonly header?: readonly HeaderLine[];
  readonly claim?: readonly (readonly [string, string])[];
}

/** Adds the options that tell a request, or many. */
export function addRequestOptions(command: Command): Command {
  return command
    .option('--from <client>', `who sends it: ${CLIENT_FORMS}`)
    .option('--to <destination>', `what the client dials: ${DESTINATION_FORMS}`)
    .addOption(new Option('--proto <protocol>', 'what the client speaks').choices(PROTOCOL_NAMES).default(Protocol.HTTP1))
    .option('--sni <name>', 'with --proto tls: the name in the ClientHello')
    .option('--method <method>', 'method of HTTP (default: GET, of gRPC POST)')
    .option('--path <path>', 'path, with the query; of gRPC /SERVICE/METHOD (default: /)')
    .option('--host <host>', 'host that the client writes (default: what it dials)')
    .option('--header <name=value>', 'a header; repeatable', collectPair)
    .option('--claim <name=value>', 'a claim of a valid token, iss among them; repeatable, a claim given twice is a list', collectPair)
    .option('--ip <address>', 'address of the client')
    .option('--requests <file>', 'many requests, a JSON list or one JSON object a line (- for standard input): one JSON answer a line');
}

/** The request that flags tell; the destination has to be among them. */
export function formOf(options: RequestOptions & { readonly to: string }): RequestForm {
  const { from, to, proto, sni, method, path, host, ip, header, claim } = options;
  return { from, to, proto, sni, method, path, host, ip, headers: header, ...(claim && { jwt: { claims: claimsOf(claim) } }) };
}

function claimsOf(pairs: readonly (readonly [string, string])[]): Record<string, string | string[]> {
  const values = new Map<string, string[]>();
  for (const [name, value] of pairs) values.set(name, [...values.get(name) ?? [], value]);
  return Object.fromEntries([...values].map(([name, all]) => [name, all.length === 1 ? all[0] : all]));
}

function collectPair(value: string, previous: readonly HeaderLine[] = []): HeaderLine[] {
  const at = value.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('Expected NAME=VALUE');
  return [...previous, [value.slice(0, at), value.slice(at + 1)]];
}
