import { execFile } from 'node:child_process';
import os from 'node:os';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A release of Kubernetes whose schemas helm-lint carries. */
export interface KubernetesRelease {
  /** `v1.37.0` */
  readonly version: string;
  /** The digest of the Go module k8s.io/kubernetes, as a go.sum has it. */
  readonly sum: string;
}

/**
 * The five newest minors, oldest first, each at the newest patch that the Go module proxy serves. One
 * go.mod cannot hold five versions of a module, so their digests stand here.
 */
export const kubernetesReleases: readonly KubernetesRelease[] = [
  { version: 'v1.33.13', sum: 'h1:bmH31xUdSzeA5vk0wZAK9MZp11mdLuzUSeKk0qN3hPQ=' },
  { version: 'v1.34.4', sum: 'h1:Yy6R4QB8C9kJPp25GFqEvX5XQwY5qzKeqD0Xx6oAcmk=' },
  { version: 'v1.35.4', sum: 'h1:o/8dBC/pHVpYoGV4OAIytAlNPZbdYVTXJHoYvXC4qzM=' },
  { version: 'v1.36.3', sum: 'h1:qDQdoMiluAE2Eab6Fa52YV+WjiGz9mZFFoagEA6cI+o=' },
  { version: 'v1.37.0', sum: 'h1:TDSD+Izz9inqs7SmtJCAu7L5/DuYW9hAZ3GBdF6Ddkw=' },
];

const downloadTimeoutMs = 10 * 60 * 1000;

/** The folder of a release's sources in Go's module cache, downloaded where it is not there. */
export async function downloadRelease({ version, sum }: KubernetesRelease): Promise<string> {
  const module = `k8s.io/kubernetes@${version}`;
  const { stdout } = await run('go', ['mod', 'download', '-json', module], {
    // Outside of any Go module, whose go.mod would have a say.
    cwd: os.tmpdir(),
    env: { ...process.env, GOWORK: 'off', GOFLAGS: '' },
    timeout: downloadTimeoutMs,
  });
  const answer = JSON.parse(stdout) as { readonly Dir: string; readonly Sum: string };
  if (answer.Sum !== sum) {
    throw new Error(`${module} has the digest ${answer.Sum}, but ${sum} is pinned`);
  }
  return answer.Dir;
}
