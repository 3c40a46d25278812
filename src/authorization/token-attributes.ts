import type { Attribute, InputTest } from './attribute';
import { httpTest } from './request-attributes';
import type { TextTest } from '../request/text-match';
import { wildcardTest } from '../request/text-match';
import type { Claims } from '../request/token';
import { allOf, isUnknown, test } from '../request/truth';
import type { Truth } from '../request/truth';

/**
 * Attributes of the verified token of a request.
 * @see istio pilot/pkg/security/authz/model/generator.go requestPrincipalGenerator, requestClaimGenerator
 */
export const REQUEST_PRINCIPAL = token((value) => {
  const [issuer, subject] = requestPrincipalTests(value);
  return (claims) => allOf([['iss', issuer], ['sub', subject]] as const, ([name, matches]) => textClaim(claims, name, matches));
});

/** The claim of that name, or one within another; of a list one item has to match. */
export function claimAttribute(path: readonly string[]): Attribute {
  return token((value) => {
    const matches = wildcardTest(value);
    return (claims) => test(claims.at(path), (claim) => {
      const items: unknown[] = Array.isArray(claim) ? claim : [claim];
      return items.some((item) => isText(item) && matches(item));
    });
  });
}

export const AUDIENCES = claimAttribute(['aud']);
export const PRESENTER = claimAttribute(['azp']);

function textClaim(claims: Claims, name: string, matches: TextTest): Truth {
  const claim = claims.at([name]);
  return isUnknown(claim) ? claim : isText(claim) && matches(claim);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/**
 * What issuer and subject have to be: the last slash is between them, as an issuer may be a URL. Only one of them can have a
 * wildcard.
 */
function requestPrincipalTests(value: string): [issuer: TextTest, subject: TextTest] {
  const slash = value.lastIndexOf('/');
  if (slash < 0) return undividedTests(value);
  const [issuer, subject] = [value.slice(0, slash), value.slice(slash + 1)];
  if (value.startsWith('*')) return [wildcardTest(issuer), exactTest(subject)];
  return [exactTest(issuer), value.endsWith('*') ? wildcardTest(subject) : exactTest(subject)];
}

function undividedTests(value: string): [issuer: TextTest, subject: TextTest] {
  if (value.startsWith('*')) return [wildcardTest('*'), wildcardTest(value)];
  return [wildcardTest(value), value.endsWith('*') ? wildcardTest('*') : exactTest('')];
}

function exactTest(expected: string): TextTest {
  return (text) => text === expected;
}

/** Without a verified token nothing matches. */
function token(compile: (value: string) => (claims: Claims) => Truth): Attribute {
  return {
    isHttp: true,
    isOperation: false,
    compile(value): InputTest {
      const holds = compile(value);
      return httpTest(({ claims }) => test(claims, (known) => known !== null && holds(known)));
    },
  };
}
