import { spawnSync } from 'node:child_process';
import { ensureTools } from '../../../../../test/cluster/index.ts';

/** How a real Helm ended. */
export interface HelmEnd {
  readonly isGood: boolean;
  readonly output: string;
  readonly error: string;
}

const { helm } = await ensureTools(['helm']);

/** Runs Helm in a folder, which is its home too. */
export function runHelm(folder: string, ...args: readonly string[]): HelmEnd {
  const { status, stdout, stderr } = spawnSync(helm, args, {
    cwd: folder,
    encoding: 'utf8',
    env: {
      HELM_CACHE_HOME: `${folder}/.helm/cache`,
      HELM_CONFIG_HOME: `${folder}/.helm/config`,
      HELM_DATA_HOME: `${folder}/.helm/data`,
    },
  });
  return { isGood: status === 0, output: stdout, error: stderr };
}
