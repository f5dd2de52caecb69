import type { ChaosSession } from './chaos-session.ts';
import type { Experiment } from './experiment/experiment.ts';
import { checkScope } from './experiment/check-scope.ts';
import type { CheckedScope, ScopeWorld } from './experiment/check-scope.ts';
import { loadScope } from './experiment/load-scope.ts';
import type { LoadedScope } from './experiment/load-scope.ts';
import { functionWorlds } from './function-worlds.ts';
import { Ledger } from './ledger.ts';
import { openPlay } from './open-play.ts';
import { providerWorldOf } from './provider-world-of.ts';
import { noUndo } from './undo/no-undo.ts';

/**
 * The configuration and secrets of an experiment; every secret is masked. Throws an InputError where
 * one is missing.
 */
export async function loadValues(
  experiment: Experiment,
  session: ChaosSession,
): Promise<LoadedScope> {
  const { cluster, inputs } = session;
  const ledger = new Ledger();
  const play = openPlay({
    ledger,
    compat: inputs.compat,
    worldOf: functionWorlds({ session, caps: inputs.caps, cluster, ledger, undo: noUndo }),
    providerWorld: providerWorldOf(session),
  });
  return loadScope(experiment, inputs.given, play, scopeWorld(session));
}

/** What of them is known without asking anything; every secret is masked. */
export function checkValues(experiment: Experiment, session: ChaosSession): CheckedScope {
  return checkScope(experiment, session.inputs.given, scopeWorld(session));
}

function scopeWorld({ context, inputs }: ChaosSession): ScopeWorld {
  return {
    environment: { ...context.environment, ...inputs.given.environment },
    signal: context.signal,
    log: context.log,
    rules: inputs.rules,
    hide: (value) => {
      context.secrets.add(value);
    },
  };
}
