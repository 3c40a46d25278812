import type { ZtunnelUse } from './ztunnel-policies';
import { canMatch } from '../../authorization/ztunnel/convert';
import { httpAttributesOf } from '../../authorization/ztunnel/http-attributes';
import type { ZtunnelRule } from '../../authorization/ztunnel/ztunnel-policy';
import type { PolicyRule } from '../../mesh/kinds/istio-security';
import type { FieldPath } from '../../mesh/positions';

/** A part of a DENY policy at ztunnel that asks for HTTP: a rule, or one of its operations or sources. */
export interface DenyPart {
  readonly path: FieldPath;
  /** What it asks of HTTP. */
  readonly http: readonly string[];
  /** Whether anything is left of it, which then matches more than it says; else it never matches. */
  readonly isWider: boolean;
}

/** The parts of a DENY policy that ztunnel does not enforce as they are written. */
export function denyParts({ policy, source }: ZtunnelUse): DenyPart[] {
  const rules = source.body.spec?.rules ?? [];
  return (policy?.rules ?? []).flatMap((rule) => partsOf(rules[rule.index], rule));
}

function partsOf(rule: PolicyRule, converted: ZtunnelRule): DenyPart[] {
  const http = httpAttributesOf(rule);
  const path = ['spec', 'rules', converted.index];
  if (http.length === 0) return [];
  if (!canMatch(converted)) return [{ path, http, isWider: false }];
  const { to = [], from = [] } = rule;
  const alternatives = [
    ...to.length > 0 ? [to.map((one, index) => ({ http: httpAttributesOf({ to: [one] }), path: [...path, 'to', index] }))] : [],
    ...from.length > 0 ? [from.map((one, index) => ({ http: httpAttributesOf({ from: [one] }), path: [...path, 'from', index] }))] : [],
  ];
  return alternatives.flatMap((clause, at) => clause.map((part, index) => ({ ...part, isWider: converted.clauses[at][index].length > 0 })))
    .filter((part) => part.http.length > 0);
}
