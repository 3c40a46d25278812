import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import { strFromU8, unzipSync } from 'fflate';

export const GATEWAY_API = 'sigs.k8s.io/gateway-api@v1.7.0';
export const ISTIO_API = 'istio.io/api@v1.31.1';
export const KUBERNETES = 'k8s.io/kubernetes@v1.36.3';

/** The texts of all files with custom resource definitions, as the pinned Go modules have them. */
export function releasedCustomResources(): string[] {
  const gatewayApi = moduleFiles(GATEWAY_API, (file) => /^config\/crd\/standard\/[^/]+\.yaml$/.test(file));
  const istio = moduleFiles(ISTIO_API, (file) => file === 'kubernetes/customresourcedefinitions.gen.yaml');
  return [...Object.values(gatewayApi), ...Object.values(istio)];
}

/** The files of a pinned Go module, by path in the module. */
export function moduleFiles(module: string, wanted: (file: string) => boolean): Record<string, string> {
  const zip = new Uint8Array(fs.readFileSync(downloadModule(module)));
  const prefix = `${module}/`;
  const files = unzipSync(zip, { filter: (entry) => wanted(entry.name.slice(prefix.length)) });
  return Object.fromEntries(Object.entries(files).map(([name, content]) => [name.slice(prefix.length), strFromU8(content)]));
}

/** Downloads a Go module and gives the path of its archive, which is there even if the module asks for a newer Go. */
function downloadModule(module: string): string {
  const run = spawnSync('go', ['mod', 'download', '-json', module], { cwd: os.tmpdir(), encoding: 'utf8' });
  const zip = run.stdout ? JSON.parse(run.stdout).Zip : undefined;
  if (!zip) throw new Error(`cannot download ${module}: ${run.error?.message ?? run.stderr}`);
  return zip;
}
