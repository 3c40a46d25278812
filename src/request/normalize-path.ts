/** What stays as it is, and what is written without its escape, in the path of a request. */
const UNRESERVED = /[A-Za-z0-9\-._~]/;
const ESCAPED = /[^\x21-\x7e]|["#<>?`{}^|]/;
/** What few paths have, something that changes: what is escaped, `%` and the backslash. One class of characters is the fastest to look for. */
const CHANGED = /[^!$&-;=@-[\]_a-z~]/;

/**
 * The path as Envoy sees it after normalization: dot segments are resolved, backslashes are slashes, unreserved characters stand
 * without escape. Slashes are not merged, and what follows `?` stays as it is.
 * @returns undefined where Envoy refuses the request
 * @see envoy source/common/http/path_utility.cc canonicalPath; istio's default pathNormalization BASE
 */
export function normalizePath(path: string): string | undefined {
  if (path.includes('#') || !path.startsWith('/')) return undefined;
  const plain = withoutQuery(path);
  return `${resolveDots(unescape(plain))}${path.slice(plain.length)}`;
}

/** The path without what follows `?`. */
export function withoutQuery(path: string): string {
  const query = path.indexOf('?');
  return query < 0 ? path : path.slice(0, query);
}

function unescape(path: string): string {
  if (!CHANGED.test(path)) return path;
  return path.replaceAll('\\', '/').replace(/%[0-9a-fA-F]{2}|[^]/g, (part) => {
    if (part.length === 3) {
      const character = String.fromCharCode(parseInt(part.slice(1), 16));
      return UNRESERVED.test(character) ? character : part;
    }
    return ESCAPED.test(part) ? encodeURIComponent(part) : part;
  });
}

function resolveDots(path: string): string {
  if (!path.includes('/.')) return path;
  const segments: string[] = [];
  const all = path.split('/').slice(1);
  all.forEach((segment, index) => {
    const isLast = index === all.length - 1;
    if (segment === '..') segments.pop();
    if (segment !== '.' && segment !== '..') segments.push(segment);
    else if (isLast) segments.push('');
  });
  return `/${segments.join('/')}`;
}
