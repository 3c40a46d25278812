import type { Construct } from 'constructs';
import type { RequestPattern } from './request-pattern';
import { checkHeaderName } from '../header-name';
import { problem } from '../problem';

/** The pattern as Envoy's matchers of headers; the path is a header there, and has the query at its end. */
export function renderPattern(scope: Construct, pattern: RequestPattern) {
  const { method, headers = {} } = pattern;
  const matchers = [
    ...pathMatchers(scope, pattern),
    ...(method === undefined ? [] : [exactly(':method', method)]),
    ...Object.entries(headers).map(([name, value]) => exactly(checkHeaderName(scope, name).toLowerCase(), value)),
  ];
  if (matchers.length === 0) throw problem(scope, 'a pattern matches all requests: write "path", "pathPrefix", "method" or "headers"');
  return matchers;
}

function pathMatchers(scope: Construct, { path, pathPrefix }: RequestPattern) {
  if (path !== undefined && pathPrefix !== undefined) throw problem(scope, `a pattern has path "${path}" and pathPrefix "${pathPrefix}": keep one of the two`);
  const text = path ?? pathPrefix;
  if (text === undefined) return [];
  if (!text.startsWith('/')) throw problem(scope, `the path "${text}" matches no request: write one that begins with "/"`);
  const regex = path === undefined ? `${escaped(text.replace(/\/$/, ''))}(?:[/?].*)?` : `${escaped(text)}(?:\\?.*)?`;
  return [{ name: ':path', string_match: { safe_regex: { regex } } }];
}

function exactly(name: string, value: string) {
  return { name, string_match: { exact: value } };
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
