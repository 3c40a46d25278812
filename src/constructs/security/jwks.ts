import type { Construct } from 'constructs';
import { problem } from '../problem';

/** Checks an address of keys as the API server does, and istiod. */
export function checkJwksUri(scope: Construct, uri: string): string {
  if (!/^https?:\/\/[^/\s]+/.test(uri) || uri.length > 2048) {
    throw problem(scope, `"${uri}" is no address of keys: write "https://…" or "http://…", at most 2048 characters`);
  }
  return uri;
}

/** What makes a key a private one, by its type: what is in Git is known to many. */
const PRIVATE_PARTS = ['d', 'k'];

/** Checks that a text is a set of public keys. */
export function checkJwks(scope: Construct, issuer: string, jwks: string): string {
  const keys = keysOf(jwks);
  if (!keys) throw problem(scope, `the keys of issuer "${issuer}" are no JSON Web Key Set: write {"keys":[{"kty":…}]} with at least one key`);
  const index = keys.findIndex((key) => PRIVATE_PARTS.some((part) => part in key));
  if (index >= 0) throw problem(scope, `key ${index} of issuer "${issuer}" is a private or symmetric one: write public keys only, as others can read manifests`);
  return jwks;
}

function keysOf(jwks: string): readonly object[] | undefined {
  const value = parse(jwks);
  const keys: unknown = typeof value === 'object' && value !== null && 'keys' in value ? value.keys : undefined;
  return Array.isArray(keys) && keys.length > 0 && keys.every((key) => typeof key?.kty === 'string') ? keys : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
