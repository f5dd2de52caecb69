import { randomBytes } from 'node:crypto';
import type { Action, ActionResult } from '@kube-delivery/shared/action/action';
import { connect } from '@kube-delivery/shared/cluster/connect';
import { holderOfRun } from '@kube-delivery/shared/cluster/lock-holder';
import type { ChaosSession } from './chaos-session.ts';
import { discover } from './discover.ts';
import { readInputs } from './inputs.ts';
import type { Inputs } from './inputs.ts';
import { recoverPlaces } from './recover-places.ts';
import { runAll } from './run-all.ts';
import { validated } from './validated.ts';
import { verdicts } from './verdict.ts';
import type { Verdict } from './verdict.ts';

/** chaos-run: an experiment with a hypothesis, a small blast radius, a way back, and a verdict. */
export const action: Action<Inputs, Verdict> = {
  name: 'chaos-run',
  verdicts,
  // Whatever keeps it from beginning, nothing was put to the test.
  unmetPrecondition: 'no-effect',
  outputs: ['status', 'deviated', 'targets', 'recovery-seconds', 'journal', 'junit'],
  readInputs,
  run: async (inputs, context) => {
    for (const warning of inputs.warnings) context.log.warning(warning);
    const cluster =
      inputs.connection === undefined ? undefined : await connect(inputs.connection, context);
    const holder = holderOfRun(context.run, randomBytes(4).toString('hex'));
    try {
      return await inMode({ inputs, context, cluster, holder, recorded: new Set() });
    } finally {
      await cluster?.close();
    }
  },
};

function inMode(session: ChaosSession): Promise<ActionResult<Verdict>> {
  switch (session.inputs.mode) {
    case 'run':
      return runAll(session);
    case 'validate':
      return Promise.resolve(validated(session.inputs.experiments));
    case 'discover':
      return discover(session);
    case 'recover':
      return recoverPlaces(session);
  }
}
