import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { ensureTools } from '../../cluster/index.ts';
import { testCluster } from './test-cluster.ts';

/** Runs a command line as a user with the test cluster's kubectl and kubeconfig would. */
export async function runShell(command: string): Promise<string> {
  const { kubectl } = await ensureTools(['kubectl']);
  const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', command], {
    env: {
      PATH: `${path.dirname(kubectl)}:${process.env.PATH ?? ''}`,
      HOME: '/nonexistent',
      KUBECONFIG: testCluster().kubeconfig,
    },
    timeout: 60_000,
  });
  return stdout;
}
