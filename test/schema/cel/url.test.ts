import { parseRequestUrl } from '../../../src/schema/cel/url';

test.each([
  ['https://a.example.com:8443/b?c=%41#d', 'https'],
  ['HTTP://user:word@[::1]:80/', 'http'],
  ['mailto:a@b', 'mailto'],
  ['/a/b', ''],
  ['http:', 'http'],
  ['*', ''],
])('%s has the scheme "%s"', (text, scheme) => {
  expect(parseRequestUrl(text)).toEqual({ scheme });
});

// The reasons are those of Go 1.26, net/url.
test.each([
  ['', 'empty url'],
  ['a/b', 'invalid URI for request'],
  [':a', 'missing protocol scheme'],
  ['http://a b/', 'invalid character " " in host name'],
  ['http://a:b/', 'invalid port ":b" after host'],
  ['http://[::1/', "missing ']' in host"],
  ['http://a[::1]/', 'invalid IP-literal'],
  ['http://[1.2.3.4]/', 'invalid IP-literal'],
  ['http://%41/', 'invalid URL escape "%41"'],
  ['http://a<b@c/', 'net/url: invalid userinfo'],
  ['http://a/%zz', 'invalid URL escape "%zz"'],
  ['http://a/\n', 'net/url: invalid control character in URL'],
])('%j is none: %s', (text, reason) => {
  expect(parseRequestUrl(text).error).toBe(`parse ${JSON.stringify(text)}: ${reason}`);
});
