import { docsOf, placeOfFinding } from './finding-place';
import { placeUri } from './place-uri';
import type { Finding } from '../lint/finding';
import type { LintReport } from '../lint/report';
import { placeIn } from '../mesh/manifest';
import { refKey, refText } from '../mesh/object-ref';
import { fieldText } from '../mesh/positions';
import type { Problem } from '../mesh/problem';
import type { Place } from '../mesh/source-file';
import type { RuleText, Severity } from '../rules/rule';

const LEVELS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };

/** Findings as SARIF 2.1.0, which code hosts show beside the lines. */
export function lintSarif({ findings, suppressed, problems }: LintReport): string {
  const all = [...findings, ...suppressed.map(({ finding }) => finding)];
  const rules = [...new Map(all.map(({ rule }) => [rule.id, rule])).values()].sort((a, b) => a.id < b.id ? -1 : 1);
  const indexes = new Map(rules.map(({ id }, index) => [id, index]));
  const run = {
    tool: { driver: { name: 'waypoint', informationUri: 'https://github.com/cdk8s-waypoint/cdk8s-waypoint', rules: rules.map(ruleSarif) } },
    invocations: [{ executionSuccessful: problems.length === 0, toolExecutionNotifications: problems.map(notification) }],
    columnKind: 'utf16CodeUnits',
    results: [
      ...findings.map((finding) => resultSarif(finding, indexes)),
      ...suppressed.map(({ finding, by }) => ({
        ...resultSarif(finding, indexes),
        suppressions: [{ kind: by.isInSource ? 'inSource' : 'external', ...by.reason && { justification: by.reason } }],
      })),
    ],
  };
  return `${JSON.stringify({ $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] }, null, 2)}\n`;
}

function ruleSarif(rule: RuleText) {
  const { id, severity, summary, why, fix } = rule;
  return {
    id,
    shortDescription: { text: summary },
    fullDescription: { text: why },
    help: { text: fix },
    helpUri: docsOf(rule),
    defaultConfiguration: { level: LEVELS[severity] },
  };
}

function resultSarif(finding: Finding, indexes: ReadonlyMap<string, number>) {
  const { rule, severity, subject, path, message, related = [] } = finding;
  const place = placeOfFinding(finding);
  return {
    ruleId: rule.id,
    ruleIndex: indexes.get(rule.id),
    level: LEVELS[severity],
    message: { text: `${refText(subject)}: ${message}` },
    locations: [{
      ...place && { physicalLocation: physical(place) },
      logicalLocations: [{ fullyQualifiedName: `${refText(subject)} ${fieldText(path)}`.trim(), kind: 'object' }],
    }],
    relatedLocations: related.flatMap(({ manifest, path: at }) => {
      const other = placeIn(manifest, at);
      return other ? [{ physicalLocation: physical(other), message: { text: `${refText(manifest)} ${fieldText(at)}` } }] : [];
    }),
    partialFingerprints: { 'objectField/v1': `${rule.id} ${refKey(subject)} ${fieldText(path)}` },
  };
}

function notification({ message, place }: Problem) {
  return { level: 'error', message: { text: message }, locations: place ? [{ physicalLocation: physical(place) }] : [] };
}

function physical({ file, line, column }: Place) {
  return { artifactLocation: { uri: placeUri(file) }, region: { startLine: line, startColumn: column } };
}
