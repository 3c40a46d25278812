import { compareObjects } from './admission';
import type { Case } from './cases';
import { fileCases, fileObjects, seededCases, seededClusterCases, seededObjects } from './cases';
import { Judge } from './judge';
import { Lane } from './lane';
import { report, reportAdmission } from './report';
import type { Arguments } from '../arguments';
import { parseArguments } from '../arguments';
import { CLUSTERS } from '../clusters/compare';
import { compareConnections, missingConnectionJudge } from '../connections/compare';
import { reportConnections } from '../connections/report';
import { randomRequestMesh } from '../generate/request-mesh';
import { randomSandwichMesh } from '../generate/sandwich-mesh';
import { endWhenInterrupted } from '../judge-process';
import { RequestJudge } from '../requests/judge';
import { RequestLane, seededRequestCases } from '../requests/lane';
import { reportRequests } from '../requests/report';

const USAGE = 'npm run conformance -- [PATH...] [--meshes N] [--objects N] [--seed S] [--only meshes|objects] [--print N]\n' +
  '       npm run conformance -- --requests N | --sandwiches N | --connections N | --clusters N [--seed S] [--print N]';

/** Differences that are made smaller and printed. */
const PRINTED = 3;

/** Random objects for each random mesh, unless `--objects` says how many. */
const OBJECTS_PER_MESH = 10;

async function main(args: readonly string[]): Promise<number> {
  const read = parseArguments(args, { usage: USAGE, meshes: 100, options: ['print', 'objects', 'only', 'requests', 'sandwiches', 'connections', 'clusters'] });
  endWhenInterrupted();
  if (read.flags.requests !== undefined) return requestDifferences(read, Number(read.flags.requests), randomRequestMesh);
  if (read.flags.sandwiches !== undefined) return requestDifferences(read, Number(read.flags.sandwiches), randomSandwichMesh);
  if (read.flags.connections !== undefined) return connectionDifferences(read);
  if (!Judge.isBuilt()) {
    process.stderr.write('conformance: NOT COMPARED: there is no judge; conformance/build.sh makes it, which takes Go\n');
    return 2;
  }
  if (read.flags.clusters !== undefined) return await clusterDifferences(read) > 0 ? 1 : 0;
  const { only } = read.flags;
  const counts = [only === 'objects' ? 0 : await meshDifferences(read), only === 'meshes' ? 0 : await objectDifferences(read)];
  return counts.some((count) => count > 0) ? 1 : 0;
}

/** Compares what becomes of meshes. */
async function meshDifferences({ seed, meshes, paths, flags }: Arguments): Promise<number> {
  write(paths.length > 0 ? `comparing ${paths.join(', ')}\n` : `comparing ${meshes} random meshes from seed ${seed}\n`);
  return laneDifferences(new Lane(), paths.length > 0 ? fileCases(paths) : seededCases(seed, meshes), flags);
}

/** Compares with which settings waypoints connect to their backends. */
async function clusterDifferences({ seed, flags }: Arguments): Promise<number> {
  const count = Number(flags.clusters);
  write(`comparing the settings of clusters in ${count} random meshes from seed ${seed}\n`);
  return laneDifferences(new Lane(undefined, CLUSTERS), seededClusterCases(seed, count), flags);
}

async function laneDifferences(lane: Lane, cases: Iterator<Case>, { print }: Arguments['flags']): Promise<number> {
  try {
    await lane.run(cases);
    await report(lane, Number(print ?? PRINTED), write);
    return lane.findings.length;
  } finally {
    lane.close();
  }
}

/** Compares which objects a cluster takes. */
async function objectDifferences({ seed, meshes, paths, flags }: Arguments): Promise<number> {
  const count = Number(flags.objects ?? meshes * OBJECTS_PER_MESH);
  const objects = paths.length > 0 ? fileObjects(paths) : seededObjects(seed, count);
  write(`\ncomparing ${objects.length} ${paths.length > 0 ? 'objects of the files' : `random objects from seed ${seed}`}\n`);
  const findings = await compareObjects(objects);
  reportAdmission(objects.length, findings, Number(flags.print ?? PRINTED), write);
  return findings.length;
}

/** Compares what becomes of requests to random meshes of a kind. */
async function requestDifferences({ seed, flags }: Arguments, count: number, randomMesh: typeof randomRequestMesh): Promise<number> {
  const missing = RequestJudge.missing();
  if (missing !== undefined) {
    process.stderr.write(`conformance: NOT COMPARED: ${missing}\n`);
    return 2;
  }
  const lane = new RequestLane();
  try {
    write(`comparing ${count} random requests from seed ${seed}\n`);
    await lane.run(seededRequestCases(seed, count, randomMesh));
    await reportRequests(lane, Number(flags.print ?? PRINTED), write);
    return lane.findings.length + lane.lost.length > 0 ? 1 : 0;
  } finally {
    lane.close();
  }
}

/** Compares what ztunnel does with connections. */
function connectionDifferences({ seed, flags }: Arguments): number {
  const missing = missingConnectionJudge();
  if (missing !== undefined) {
    process.stderr.write(`conformance: NOT COMPARED: ${missing}\n`);
    return 2;
  }
  const count = Number(flags.connections);
  write(`comparing ${count} random connections from seed ${seed}\n`);
  const comparison = compareConnections(seed, count);
  reportConnections(comparison, Number(flags.print ?? PRINTED), write);
  return comparison.findings.length > 0 ? 1 : 0;
}

function write(text: string): void {
  process.stdout.write(text);
}

main(process.argv.slice(2)).then((code) => { process.exitCode = code; }, (error: Error) => {
  process.stderr.write(`conformance: ${error.message}\n`);
  process.exitCode = 2;
});
