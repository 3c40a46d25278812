import type { CustomRules } from './custom-action';
import { askCustom } from './custom-action';
import { verifyToken } from './jwt';
import type { TokenVerdict } from './jwt-provider';
import type { HttpInput, PolicyInput } from './policy-input';
import type { RuleRef, RuleSet, RuleSetMatch } from './rbac';
import { matchRuleSet } from './rbac';
import type { ActionRules, WaypointPolicies } from './waypoint-policies';
import type { Claims, Token } from '../request/token';
import { both, isUnknown } from '../request/truth';
import type { Unknown, Maybe } from '../request/truth';

/** Why policies decide as they do. */
export type AuthorizationCause =
  /** No policy applies, or none of those that apply allows something in particular. */
  | 'no-policy'
  /** A rule of an ALLOW policy matches. */
  | 'allowed-by'
  /** A rule of a DENY policy matches, or of a CUSTOM policy whose provider can't be asked. */
  | 'policy'
  /** ALLOW policies apply, and none of their rules matches. */
  | 'no-allow'
  /** The token of the request is refused. */
  | 'jwt';

/** What the policies of a waypoint decide. */
export interface Authorization {
  /** Not known where it depends on what the request does not say, or on what an external provider answers. */
  readonly isAllowed: Maybe<boolean>;
  readonly cause: AuthorizationCause;
  /** The rule that decided: of `policy` and `allowed-by`. */
  readonly by?: RuleRef;
  /** What rules before that depend on, which would decide the same in its place. */
  readonly unless?: Unknown;
  /** Of `jwt`. */
  readonly token?: { readonly status: 401 | 403; readonly reason: TokenVerdict };
  /** What policies that only pretend would have done, as far as they were asked. */
  readonly dryRun: DryRun;
  /** The HTTP request that the route passes on. */
  readonly http?: HttpInput;
  /** The HTTP request by which the route was chosen, if that is another: only a token that is taken makes Envoy choose again. */
  readonly chosenBy?: HttpInput;
}

export interface DryRun {
  readonly deny?: RuleSetMatch;
  readonly allow?: RuleSetMatch;
}

/** A connection or request at a waypoint, and its token, which is not yet verified: no claims are known. */
export interface Arrival {
  readonly input: PolicyInput;
  readonly token: Maybe<Token | null>;
}

/**
 * Asks the policies of a waypoint: CUSTOM, then the token, then DENY, then ALLOW.
 * @see istio pilot/pkg/networking/core/listener_waypoint.go buildWaypointHTTPFilters
 */
export function authorize(policies: WaypointPolicies, custom: readonly CustomRules[], arrival: Arrival): Authorization {
  const early = askCustom(custom, arrival.input);
  if (early.refusedBy) return { isAllowed: false, cause: 'policy', by: early.refusedBy, dryRun: {} };
  const checked = checkToken(policies, arrival);
  if ('cause' in checked) return checked;
  const decided = decide(policies, checked.input);
  const open = [early.open, checked.open].filter((one) => one !== undefined);
  const { http } = checked.input;
  const isChosenBefore = http?.claims === null && http.headers !== arrival.input.http?.headers;
  return { ...withDoubts(decided, open), ...(http && { http }), ...(isChosenBefore && { chosenBy: arrival.input.http }) };
}

/** The input as it is after its token was verified, or the refusal. */
function checkToken({ jwtRules }: WaypointPolicies, { input, token }: Arrival): Authorization | { input: PolicyInput; open?: Unknown } {
  const { http } = input;
  if (!http || jwtRules.length === 0) return { input };
  const check = verifyToken(jwtRules, isPreflight(http) ? null : token, http);
  if (isUnknown(check)) return { input: withClaims(input, check), open: check };
  if (check.isRefused) return { isAllowed: false, cause: 'jwt', token: { status: check.status, reason: check.reason }, dryRun: {} };
  return { input: { ...input, http: { ...http, ...check.carrier, claims: check.claims } } };
}

function withClaims(input: PolicyInput, claims: Maybe<Claims | null>): PolicyInput {
  return { ...input, http: { ...input.http!, claims } };
}

/** The filter for tokens lets the preflights of CORS pass, whatever their token. */
function isPreflight({ method, headers }: HttpInput): boolean {
  return method === 'OPTIONS' && headers.given('origin').some(Boolean) && headers.given('access-control-request-method').some(Boolean);
}

/** @see istio pilot/pkg/security/authz/builder/builder.go build */
function decide({ deny, allow }: WaypointPolicies, input: PolicyInput): Authorization {
  const denied = match(deny.enforced, input);
  const dryDeny = pretend('deny', deny, input);
  if (denied?.matched === true) return { isAllowed: false, cause: 'policy', ...decidedBy(denied), dryRun: dryDeny };
  const decided = { dryRun: { ...dryDeny, ...pretend('allow', allow, input) }, ...decideAllow(match(allow.enforced, input)) };
  return withDoubts(decided, isUnknown(denied?.matched) ? [denied.matched] : []);
}

function decideAllow(allowed: RuleSetMatch | undefined): Pick<Authorization, 'isAllowed' | 'cause' | 'by' | 'unless'> {
  if (!allowed) return { isAllowed: true, cause: 'no-policy' };
  return allowed.matched === true ? { isAllowed: true, cause: 'allowed-by', ...decidedBy(allowed) } : { isAllowed: allowed.matched, cause: 'no-allow' };
}

function decidedBy({ by, unless }: Extract<RuleSetMatch, { matched: true }>): Pick<Authorization, 'by' | 'unless'> {
  return { by, ...unless && { unless } };
}

function match(rules: RuleSet | undefined, input: PolicyInput): RuleSetMatch | undefined {
  return rules && matchRuleSet(rules, input);
}

function pretend(name: keyof DryRun, { dryRun }: ActionRules, input: PolicyInput): DryRun {
  return dryRun ? { [name]: matchRuleSet(dryRun, input) } : {};
}

/** What earlier steps leave open is open in the end, unless the end is a refusal. */
export function withDoubts(decided: Authorization, doubts: readonly Unknown[]): Authorization {
  if (decided.isAllowed === false || doubts.length === 0) return decided;
  const all = isUnknown(decided.isAllowed) ? [decided.isAllowed, ...doubts] : doubts;
  return { ...decided, isAllowed: all.reduce(both) };
}
