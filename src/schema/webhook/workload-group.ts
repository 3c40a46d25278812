import { portProblem, tagProblems } from './names';
import type { Findings, Texts } from './problem';
import { asOneError, each, error, errorAt, errorIf } from './problem';

interface Probe {
  readonly periodSeconds?: number;
  readonly initialDelaySeconds?: number;
  readonly timeoutSeconds?: number;
  readonly successThreshold?: number;
  readonly failureThreshold?: number;
  readonly httpGet?: { readonly port?: number; readonly scheme?: string; readonly httpHeaders?: readonly { readonly name?: string }[] };
  readonly tcpSocket?: { readonly port?: number };
  readonly exec?: { readonly command?: readonly string[] };
  readonly grpc?: object;
}

interface Spec {
  readonly metadata: { readonly labels?: Texts };
  readonly probe: Probe;
}

const COUNTS = ['periodSeconds', 'initialDelaySeconds', 'timeoutSeconds', 'successThreshold', 'failureThreshold'] as const;
const PATH = 'spec.probe';

/** @see istio pkg/config/validation/validation.go ValidateWorkloadGroup */
export function* workloadGroupFindings({ metadata, probe }: Partial<Spec>): Findings {
  const problem = asOneError([...tagProblems(metadata?.labels)]);
  if (problem !== undefined) yield error('spec.metadata.labels', `invalid labels: ${problem}`);
  else if (probe) yield* probeFindings(probe);
}

/** @see validateReadinessProbe */
function* probeFindings(probe: Probe): Findings {
  const { httpGet, tcpSocket, exec, grpc } = probe;
  for (const field of COUNTS) yield* errorIf((probe[field] ?? 0) < 0, `${PATH}.${field}`, `${field} must be non-negative`);
  if (httpGet) yield* httpGetFindings(httpGet);
  else if (tcpSocket) yield* errorAt(`${PATH}.tcpSocket.port`, portProblem(tcpSocket.port ?? 0));
  else if (exec) yield* errorIf(!exec.command?.length, `${PATH}.exec.command`, 'exec.command is required');
  else yield error(PATH, `unknown health check method ${grpc ? '*v1alpha3.ReadinessProbe_Grpc' : '<nil>'}`);
}

function* httpGetFindings({ port = 0, scheme = '', httpHeaders }: NonNullable<Probe['httpGet']>): Findings {
  yield* errorAt(`${PATH}.httpGet.port`, portProblem(port));
  yield* errorIf(!['', 'HTTP', 'HTTPS'].includes(scheme), `${PATH}.httpGet.scheme`, 'httpGet.scheme must be one of "HTTPS", "HTTP"');
  for (const [{ name = '' }, field] of each(httpHeaders, `${PATH}.httpGet.httpHeaders`)) {
    const problem = name === '' ? 'header name cannot be empty' : `header name ${name} is not a valid header name`;
    yield* errorIf(!/^[-A-Za-z0-9]+$/.test(name), `${field}.name`, problem);
  }
}
