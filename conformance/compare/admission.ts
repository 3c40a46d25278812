import * as path from 'node:path';
import type { Value } from './cluster';
import type { Difference, Fact } from './facts';
import { differences } from './facts';
import { Judge } from './judge';
import { validateObject } from '../../src/schema/validate';
import { webhookFindings } from '../../src/schema/webhook';
import { toYaml } from '../generate/manifest';
import type { RandomObject } from '../generate/objects';
import { randomObject } from '../generate/objects';

/** The schemas that our check is made from. */
const CRDS = path.resolve(__dirname, '../../crds');

/** Objects in one question to the judge. */
const TOGETHER = 50;

/** An object that our side and the judge say different things of. */
export interface AdmissionFinding {
  readonly object: RandomObject;
  readonly differences: readonly Difference[];
}

/** Asks both sides whether a cluster would take the objects of a range of seeds. */
export async function compareObjects(seed: number, count: number): Promise<AdmissionFinding[]> {
  const judge = new Judge([CRDS]);
  try {
    const starts = Array.from({ length: Math.ceil(count / TOGETHER) }, (_, index) => seed + index * TOGETHER);
    const batches = await Promise.all(starts.map((start) => compareBatch(judge, start, Math.min(TOGETHER, seed + count - start))));
    return batches.flat().filter((finding) => finding.differences.length > 0);
  } finally {
    judge.close();
  }
}

async function compareBatch(judge: Judge, seed: number, count: number): Promise<AdmissionFinding[]> {
  const objects = Array.from({ length: count }, (_, index) => randomObject(seed + index));
  const { answer, failed } = await judge.ask({ do: 'validate', yaml: toYaml(objects.map(({ object }) => object)) });
  if (failed) throw new Error(`the judge has no verdict (${failed.kind}) on the objects from seed ${seed}: ${failed.message}`);
  const verdicts = answer as readonly Verdict[];
  return objects.map((object, index) => ({ object, differences: compareAdmission(`${object.object.kind} ${object.seed}`, object.object, verdicts[index]) }));
}

/** What the judge says of one object. */
export interface Verdict {
  readonly known: boolean;
  readonly valid: boolean;
  readonly schemaErrors: readonly string[];
  readonly webhookErrors: readonly string[];
  readonly webhookWarnings: readonly string[];
}

/**
 * Compares what a cluster says to the creation of an object with what our check says. Of kinds of Kubernetes itself the judge
 * knows types, names and labels alone: ours may refuse more.
 */
export function compareAdmission(name: string, object: Value, verdict: Verdict): Difference[] {
  if (!verdict.known) return [];
  const our = ours(object);
  if (!isCustom(object)) return verdict.valid || our.valid === false ? [] : difference(name, { valid: false }, our);
  return difference(name, judged(verdict), our);
}

function difference(name: string, judge: Fact, our: Fact): Difference[] {
  return differences('admission', new Map([[name, judge]]), new Map([[name, our]]));
}

function isCustom({ apiVersion = '' }: Value): boolean {
  return /istio\.io\/|gateway\.networking\.k8s\.io\//.test(apiVersion);
}

/** The webhook is asked only about what the API server takes. */
function judged({ valid, schemaErrors, webhookErrors, webhookWarnings }: Verdict): Fact {
  if (schemaErrors.length > 0) return { valid, errors: distinct(schemaErrors) };
  return { valid, errors: distinct(webhookErrors.flatMap(reasons)), ...(valid && { warnings: distinct(webhookWarnings) }) };
}

/** The reasons in a refusal of the webhook, without the words around them. */
function reasons(refusal: string): string[] {
  const text = refusal.replace(/^configuration is invalid: /, '');
  const list = /^\d+ errors? occurred:\n/.test(text) ? text.split('\n').filter((line) => line.startsWith('\t* ')).map((line) => line.slice(3)) : [text];
  return list.map((reason) => reason.replace(/^invalid policy \S+: /, ''));
}

function ours(object: Value): Fact {
  const schemaErrors = validateObject(object).map(({ message }) => message);
  if (schemaErrors.length > 0) return { valid: false, errors: distinct(schemaErrors) };
  const findings = webhookFindings(object);
  const errors = findings.filter(({ severity }) => severity === 'error').map(({ message }) => message);
  const warnings = findings.filter(({ severity }) => severity === 'warning').map(({ message }) => message);
  return { valid: errors.length === 0, errors: distinct(errors), warnings: distinct(warnings) };
}

/** Messages without order and repetition, and without Go's words for why a text is no address. */
function distinct(messages: readonly string[]): string[] {
  return [...new Set(messages.map((message) => message.trim().replace(/(ParseAddr\("[^"]*"\)): .*$/, '$1')))].sort();
}
