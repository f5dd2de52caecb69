import type { Action } from '@kube-delivery/shared/action/action';
import { connect } from '@kube-delivery/shared/cluster/connect';
import { deploy } from './deploy.ts';
import { readInputs } from './inputs.ts';
import type { Inputs } from './inputs.ts';
import { reportDeployment } from './report-deployment.ts';
import { toResult } from './result.ts';
import type { DeployVerdict } from './verdict.ts';

/** Applies a release, watches it become ready, explains and undoes it if it does not. */
export const action: Action<Inputs, DeployVerdict> = {
  name: 'deploy',
  verdicts: {
    good: ['deployed', 'unchanged', 'planned'],
    bad: ['rolled-back', 'failed', 'rollback-failed', 'conflict'],
  },
  unmetPrecondition: 'failed',
  outputs: [
    'release',
    'revision',
    'previous-revision',
    'changes',
    'images',
    'workloads',
    'canary',
    'preview',
    'url',
  ],
  readInputs,
  run: async (inputs, context) => {
    const cluster = await connect(inputs.connection, context);
    try {
      return await reportDeployment(inputs, context, async () => {
        const ending = await deploy(inputs, context, cluster);
        return toResult(ending, { inputs, cluster, context });
      });
    } finally {
      await cluster.close();
    }
  },
};
