import type { Action } from '@kube-delivery/shared/action/action';
import { connect } from '@kube-delivery/shared/cluster/connect';
import { readInputs } from './inputs.ts';
import type { Inputs } from './inputs.ts';
import { toResult } from './result.ts';
import { rollBack } from './roll-back.ts';
import type { RollbackVerdict } from './verdict.ts';

/** Takes a release back to a known good revision. */
export const action: Action<Inputs, RollbackVerdict> = {
  name: 'rollback',
  verdicts: {
    good: ['rolled-back', 'unchanged', 'planned'],
    bad: ['failed', 'conflict', 'nothing-to-roll-back-to'],
  },
  unmetPrecondition: 'failed',
  outputs: ['from-revision', 'to-revision', 'changes'],
  readInputs,
  run: async (inputs, context) => {
    const cluster = await connect(inputs.connection, context);
    try {
      return toResult(await rollBack(inputs, context, cluster), inputs.subject);
    } finally {
      await cluster.close();
    }
  },
};
