import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import type { Plan } from './plan';
import { writePlan } from './plan';
import type { Report } from './report';
import { matrixText, problemsIn, recordOf } from './report';

const PROGRAM = path.join(__dirname, 'bin/delivery');
const CRDS = path.resolve(__dirname, '../../crds');
/** What the lane saw the last time; the tests of the constructs compare with it. */
const RECORDED = path.resolve(__dirname, '../../test/constructs/delivery/ownership-matrix.json');

/** Writes outputs of the constructs, lets a real API server judge them, and compares what it saw with what is recorded. */
async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { record: { type: 'boolean' } } });
  if (!fs.existsSync(PROGRAM)) {
    process.stderr.write('delivery: NOT PLAYED: there is no API server; conformance/delivery/build.sh makes it, which takes Go\n');
    return 2;
  }
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-waypoint-'));
  try {
    const file = writePlan(folder);
    return judge(JSON.parse(await play(file)), JSON.parse(fs.readFileSync(file, 'utf8')), values.record ?? false);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

/** Runs the lane and gives what it prints. If this process is interrupted, the lane ends its servers first. */
function play(plan: string): Promise<string> {
  const child = spawn(PROGRAM, ['--plan', plan, '--crds', CRDS], { stdio: ['ignore', 'pipe', 'inherit'] });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => { text += part; });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => (code === 0 ? resolve(text) : reject(new Error(`the lane ended with ${signal ?? code}`))));
  });
}

function judge(report: Report, plan: Plan, record: boolean): number {
  const plays = report.cells.reduce((sum, cell) => sum + cell.plays, 0);
  const objects = report.outputs.reduce((sum, output) => sum + output.objects, 0);
  process.stdout.write(`\n${matrixText(report)}\n\n${report.cells.length} cells, ${plays} plays; ${report.outputs.length} outputs, ${objects} objects\n`);
  const problems = problemsIn(report, plan);
  if (record && problems.length === 0) fs.writeFileSync(RECORDED, `${JSON.stringify(recordOf(report), null, 2)}\n`);
  if (!isDeepStrictEqual(recordOf(report), JSON.parse(fs.readFileSync(RECORDED, 'utf8')))) {
    problems.push('what was seen is not what is recorded: if it is right, npm run conformance:delivery -- --record');
  }
  for (const problem of problems) process.stderr.write(`delivery: ${problem}\n`);
  return problems.length > 0 ? 1 : 0;
}

main(process.argv.slice(2)).then((code) => { process.exitCode = code; }, (error: Error) => {
  process.stderr.write(`delivery: ${error.message}\n`);
  process.exitCode = 2;
});
