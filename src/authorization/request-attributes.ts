import type { Attribute, InputTest } from './attribute';
import type { HttpInput } from './policy-input';
import { ipTest } from './source-attributes';
import { headerValues } from '../request/headers';
import { withoutQuery } from '../request/normalize-path';
import { isPathTemplate, pathTemplateTest } from '../request/path-template';
import { caselessWildcardTest, wildcardTest } from '../request/text-match';
import type { Truth } from '../request/truth';
import { test, unknown } from '../request/truth';

/**
 * Attributes of the request and its destination.
 * @see istio pilot/pkg/security/authz/model/generator.go
 */
export const HOST = http((value) => {
  const matches = value === '*' ? () => true : caselessWildcardTest(value);
  return ({ host }) => matches(host);
});

export const METHOD = http((value) => {
  const matches = value === '*' ? () => true : wildcardTest(value);
  return ({ method }) => matches(method);
});

export const PATH = http((value) => {
  const matches = isPathTemplate(value) ? pathTemplateTest(value) : wildcardTest(value);
  return ({ path }) => matches(withoutQuery(path));
});

export const DESTINATION_IP = operation((value) => ipTest(value, ({ destinationIp }) => destinationIp));

export const DESTINATION_PORT = operation((value) => {
  const port = Number(value);
  return /^\d+$/.test(value) && port <= 65535 ? ({ destinationPort }) => destinationPort === port : undefined;
});

export const SNI = operation((value) => {
  const matches = wildcardTest(value);
  return ({ sni }) => matches(sni);
});

/** What other filters of the proxy wrote down: not to be told from the manifests. */
export const ENVOY_METADATA = operation((value) => () => unknown(`metadata of an Envoy filter (${value})`));

/** The header of that name; `*` means that it is there, even if it is empty. */
export function headerAttribute(name: string): Attribute {
  return {
    ...http((value) => {
      const matches = value === '*' ? () => true : wildcardTest(value);
      return (input) => test(headerValues(input, name), (lines) => lines.some(matches));
    }),
    isOperation: false,
  };
}

function operation(compile: (value: string) => InputTest | undefined): Attribute {
  return { isHttp: false, isOperation: true, compile };
}

function http(compile: (value: string) => (input: HttpInput) => Truth): Attribute {
  return { isHttp: true, isOperation: true, compile: (value) => httpTest(compile(value)) };
}

/** A test that needs HTTP. Where a connection is not treated as HTTP it was left out before. */
export function httpTest(holds: (input: HttpInput) => Truth): InputTest {
  return ({ http: input }) => input !== undefined && holds(input);
}
