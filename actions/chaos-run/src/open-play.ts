import type { Json } from '@kube-delivery/shared/json/json';
import { ActivityFailedError, FailedOutputError, NothingHitError } from './activity-failed.ts';
import type { Play } from './engine/play.ts';
import type { Activity, Phase, Scope } from './experiment/experiment.ts';
import { callFunction } from './functions/call-function.ts';
import { functionCatalogue } from './functions/catalogue.ts';
import { givenArguments } from './functions/given-arguments.ts';
import type { FunctionWorld } from './functions/native-function.ts';
import type { Ledger } from './ledger.ts';
import { providerFailure } from './provider-failure.ts';
import type { requestHttp } from './providers/http.ts';
import { runProcess } from './providers/process.ts';
import type { ProviderWorld } from './providers/provider-world.ts';

/** What activities are played with. */
export interface PlayParts {
  readonly ledger: Ledger;
  readonly compat: 'strict' | 'chaostoolkit';
  /** The world of a function that is called in this phase. */
  worldOf(phase: Phase, scope: Scope, signal: AbortSignal, activity: Activity): FunctionWorld;
  /** The world of an HTTP request or a process. */
  providerWorld(signal: AbortSignal): ProviderWorld;
}

/** The way from the engine to the world: each provider does what it is there for. */
export function openPlay(parts: PlayParts): Play {
  const { ledger } = parts;
  return async (activity, scope, { phase, signal, extra }) => {
    const { provider } = activity;
    switch (provider.type) {
      case 'python': {
        const fn = functionCatalogue.find(provider.module, provider.func);
        if (fn === undefined) {
          throw new ActivityFailedError(`${provider.module}.${provider.func} is not known`);
        }
        const given = { ...givenArguments(provider, scope), ...extra };
        try {
          return await callFunction(fn, given, parts.worldOf(phase, scope, signal, activity));
        } catch (error) {
          if (phase === 'method' && error instanceof NothingHitError) {
            ledger.noteRefusal(error.message);
          }
          throw error;
        }
      }
      case 'http':
      case 'process': {
        const output: Json =
          provider.type === 'http'
            ? await playHttp(provider, scope, parts.providerWorld(signal), extra)
            : await runProcess(provider, scope, parts.providerWorld(signal), extra);
        const failure = isJudged(activity, phase, parts)
          ? providerFailure(provider, output)
          : undefined;
        if (failure !== undefined) throw new FailedOutputError(failure, output);
        // What it did outside of the cluster cannot be seen from here; that it was done can.
        if (activity.type === 'action' && phase === 'method') ledger.countEffect();
        return output;
      }
    }
  };
}

/** What speaks HTTP is loaded where an experiment does: many ask the cluster only. */
async function playHttp(...asked: Parameters<typeof requestHttp>): Promise<Json> {
  const http = await import('./providers/http.ts');
  return http.requestHttp(...asked);
}

/** Chaos Toolkit takes every answer for a success. */
function isJudged({ type }: Activity, phase: Phase, { compat }: PlayParts): boolean {
  return compat === 'strict' && type === 'action' && (phase === 'method' || phase === 'rollbacks');
}
