import { authorizationItem } from './authorization-policy';
import { httpRouteItem } from './http-route';
import { GATEWAY_API_GROUP, SECURITY_GROUP } from '../../istio/groups';
import type { Item } from '../item';
import type { Scope } from '../scope';
import type { SourceObject } from '../source-object';

/**
 * Says an object with a construct.
 * @throws NotCovered if no construct can say it
 */
export type Translation = (object: SourceObject, scope: Scope) => Item;

/** The kinds of which one object is one construct. */
const TRANSLATIONS: Readonly<Record<string, Translation | undefined>> = {
  [`${GATEWAY_API_GROUP}/HTTPRoute`]: httpRouteItem,
  [`${SECURITY_GROUP}/AuthorizationPolicy`]: authorizationItem,
};

/** How objects of a kind are translated; undefined if no construct writes them. */
export function translationOf({ group, kind }: SourceObject): Translation | undefined {
  return TRANSLATIONS[`${group}/${kind}`];
}
