import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as path from 'node:path';
import { setTimeout } from 'node:timers/promises';

const ROOT = path.resolve(__dirname, '../..');

/** A lane whose judge never ends by itself; it prints the judge's process id. */
const LANE = `
  const { JudgeProcess, endWhenInterrupted } = require('./conformance/judge-process');
  endWhenInterrupted();
  const judge = new JudgeProcess(process.execPath, ['-e', 'setInterval(() => {}, 1000000)']);
  console.log(judge.process.pid);
  setInterval(() => {}, 1000000);`;

test.each([['SIGINT', 130], ['SIGTERM', 143]] as const)('a judge ends with the lane that gets %s', async (signal, code) => {
  const lane = spawn(process.execPath, ['-r', 'ts-node/register/transpile-only', '-e', LANE], { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(lane.stdout, 'data') as [Buffer];
  const judge = Number(line.toString());
  expect(isRunning(judge)).toBe(true);
  lane.kill(signal);
  expect(await once(lane, 'exit')).toEqual([code, null]);
  for (let waited = 0; isRunning(judge) && waited < 5000; waited += 50) await setTimeout(50);
  expect(isRunning(judge)).toBe(false);
}, 60_000);

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
