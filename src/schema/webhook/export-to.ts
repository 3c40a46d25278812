import { isDnsLabel } from './names';
import type { Findings } from './problem';
import { each, errorIf, errorAt } from './problem';

/** Which kind of object is exported: for some, more or less is allowed. */
export interface ExportOptions {
  /** A service may be exported to nobody. @default false */
  readonly isService?: boolean;
  /** A rule for some workloads may be exported only to its own namespace. @default false */
  readonly hasWorkloadSelector?: boolean;
}

const PATH = 'spec.exportTo';

/** @see istio pkg/config/validation/validation.go validateExportTo */
export function* exportFindings(exportTo: readonly string[] | undefined, namespace: string, options: ExportOptions = {}): Findings {
  const exported = new Set<string>();
  for (const [entry, path] of each(exportTo, PATH)) {
    const key = entry === '.' ? namespace : entry;
    const problem = entryProblem(entry, key, exported, options);
    if (problem === undefined) exported.add(key);
    yield* errorAt(path, problem);
  }
  if (options.hasWorkloadSelector && exported.size > 0) yield* ownNamespaceFindings(exported, namespace);
  const isList = exportTo?.[1] !== undefined;
  yield* errorIf(isList && exported.has('*'), PATH, 'cannot have both public (*) and non-public exportTo values for a resource');
  yield* errorIf(isList && exported.has('~'), PATH, 'cannot export service entry to no one (~) and someone');
}

function entryProblem(entry: string, key: string, exported: ReadonlySet<string>, { isService }: ExportOptions): string | undefined {
  if (exported.has(key)) return `duplicate entries in exportTo${entry === '.' ? `: . and current namespace ${key}` : ` for entry ${entry}`}`;
  if (key === '*' || (key === '~' && isService) || isDnsLabel(key)) return undefined;
  if (key === '~') return 'exportTo ~ (none) is not allowed for Istio configuration objects';
  return 'only .,*, or a valid DNS 1123 label is allowed as exportTo entry';
}

function* ownNamespaceFindings(exported: ReadonlySet<string>, namespace: string): Findings {
  const isOwn = exported.has(namespace);
  yield* errorIf(!isOwn, PATH, 'destination rule with workload selector cannot have exportTo beyond current namespace');
  yield* errorIf(isOwn && exported.size > 1, PATH, 'destination rule with workload selector cannot have multiple entries in exportTo');
}
