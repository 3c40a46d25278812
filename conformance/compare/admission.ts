import type { ObjectCase } from './cases';
import type { Value } from './cluster';
import type { Difference, Fact } from './facts';
import { differences } from './facts';
import { Judge } from './judge';
import { validateObject } from '../../src/schema/validate';
import { webhookFindings } from '../../src/schema/webhook';
import { toYaml } from '../generate/manifest';

/** Objects in one question to the judge. */
const TOGETHER = 50;

/** An object that our side and the judge say different things of. */
export interface AdmissionFinding {
  readonly object: ObjectCase;
  readonly differences: readonly Difference[];
}

/** Asks both sides whether a cluster would take each of some objects. */
export async function compareObjects(objects: readonly ObjectCase[]): Promise<AdmissionFinding[]> {
  const judge = new Judge();
  try {
    const starts = Array.from({ length: Math.ceil(objects.length / TOGETHER) }, (_, index) => index * TOGETHER);
    const batches = await Promise.all(starts.map((start) => compareBatch(judge, objects.slice(start, start + TOGETHER))));
    return batches.flat().filter((finding) => finding.differences.length > 0);
  } finally {
    judge.close();
  }
}

async function compareBatch(judge: Judge, objects: readonly ObjectCase[]): Promise<AdmissionFinding[]> {
  const { answer, failed } = await judge.ask({ do: 'validate', yaml: toYaml(objects.map(({ object }) => object)) });
  if (failed) throw new Error(`the judge has no verdict (${failed.kind}) on ${objects[0].name} and the ${objects.length - 1} after it: ${failed.message}`);
  const verdicts = answer as readonly SingleVerdict[];
  return objects.map((object, index) => ({ object, differences: compareObject(object, verdicts[index]) }));
}

function compareObject({ name, object }: ObjectCase, verdict: SingleVerdict): Difference[] {
  if (!verdict.known) return [];
  return differences('admission', new Map([[name, judgedAdmission(object, verdict)]]), new Map([[name, ourAdmission(object)]]));
}

/** What the judge says of one object. */
export interface Verdict {
  readonly valid: boolean;
  readonly schemaErrors: readonly string[];
  readonly webhookErrors: readonly string[];
  /** Undefined: it was not asked. */
  readonly webhookWarnings?: readonly string[];
}

/** What the judge says of an object that it was asked about alone. */
interface SingleVerdict extends Verdict {
  /** Whether there is a schema. */
  readonly known: boolean;
}

/**
 * What a cluster says to the creation of an object. Of kinds of Kubernetes itself the judge knows types, names and labels alone:
 * ours may refuse more. The webhook is asked only about what the API server takes.
 */
export function judgedAdmission(object: Value, { valid, schemaErrors, webhookErrors, webhookWarnings }: Verdict): Fact {
  if (!isCustom(object)) return valid ? {} : { valid };
  if (schemaErrors.length > 0) return { valid, errors: distinct(schemaErrors) };
  const warnings = valid && webhookWarnings ? { warnings: distinct(webhookWarnings) } : {};
  return { valid, errors: distinct(webhookErrors.flatMap(reasons)), ...warnings };
}

function isCustom({ apiVersion = '' }: Value): boolean {
  return /istio\.io\/|gateway\.networking\.k8s\.io\//.test(apiVersion);
}

/** The reasons in a refusal of the webhook, without the words around them. */
function reasons(refusal: string): string[] {
  const text = refusal.replace(/^configuration is invalid: /, '');
  const list = /^\d+ errors? occurred:\n/.test(text) ? text.split('\n').filter((line) => line.startsWith('\t* ')).map((line) => line.slice(3)) : [text];
  return list.map((reason) => reason.replace(/^invalid policy \S+: /, ''));
}

/** What our check says to the creation of an object. */
export function ourAdmission(object: Value): Fact {
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
