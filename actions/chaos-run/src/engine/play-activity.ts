import { messageOf } from '@kube-delivery/shared/action/errors';
import {
  ActivityCrashedError,
  ActivityFailedError,
  FailedOutputError,
} from '../activity-failed.ts';
import type { Activity, Phase } from '../experiment/experiment.ts';
import type { ActivityRun } from '../journal/journal.ts';
import { exceptionLines, failureOf } from './failure.ts';
import { isLeftOut } from './left-out.ts';
import { pauseMilliseconds } from './pause.ts';
import type { Session } from './session.ts';
import { withinGrace } from './within-grace.ts';

/** Where an activity is played. */
export interface Stage {
  readonly phase: Exclude<Phase, 'configuration'>;
  /** Its entry is appended here when it starts. */
  readonly entries: ActivityRun[];
  readonly signal: AbortSignal;
  /** Without its pauses, as there is no time left for them. */
  readonly hurried?: boolean;
  /** Nothing is logged of it: it is played again and again. */
  readonly isQuiet?: boolean;
}

/**
 * Plays one activity with its pauses and gives its entry of the journal. Rejects with the signal's
 * reason when that aborts (the entry has no status then), and with `compat: chaostoolkit` with an
 * ActivityCrashedError where Chaos Toolkit would have raised one.
 */
export async function playActivity(
  activity: Activity,
  session: Session,
  stage: Stage,
): Promise<ActivityRun> {
  const { clock, log } = session.world;
  const { signal } = stage;
  const pauses = pausesOf(activity, session, stage);
  signal.throwIfAborted();
  const before = pauses('before');
  if (before.milliseconds > 0) await clock.sleep(before.milliseconds, signal);
  const start = session.moment();
  const entry: ActivityRun = { activity: activity.document, output: null, start: start.text };
  stage.entries.push(entry);
  log.info(
    `${activity.type}: ${activity.name}${activity.background ? ' [in the background]' : ''}`,
  );
  const crash = before.crash ?? (await perform(activity, session, stage, entry));
  if (crash !== undefined && session.isStrict) fail(entry, crash);
  const end = session.moment();
  entry.end = end.text;
  entry.duration = (end.at - start.at) / 1e6;
  noteEnd(activity, session, stage, entry);
  // A probe of the hypothesis is not through before its tolerance was checked.
  if (stage.phase !== 'hypothesis') session.flush();
  if (entry.status === undefined) signal.throwIfAborted();
  const after = pauses('after');
  if (after.milliseconds > 0) await clock.sleep(after.milliseconds, signal);
  if (crash !== undefined && !session.isStrict) throw crash;
  return entry;
}

/** Calls the provider; gives what Chaos Toolkit would not have caught. */
async function perform(
  activity: Activity,
  session: Session,
  { phase, signal }: Stage,
  entry: ActivityRun,
): Promise<ActivityCrashedError | undefined> {
  try {
    if (!isLeftOut(activity, session.run.dry, phase)) {
      const { clock, play } = session.world;
      const playing = play(activity, session.run.scope, { phase, signal });
      entry.output = await withinGrace(playing, signal, clock);
    }
    entry.status = 'succeeded';
    return undefined;
  } catch (error) {
    if (signal.aborted) return undefined;
    if (error instanceof ActivityFailedError) {
      if (error instanceof FailedOutputError) entry.output = error.output;
      fail(entry, error);
      return undefined;
    }
    if (error instanceof ActivityCrashedError) return error;
    return new ActivityCrashedError(messageOf(error), { cause: error });
  }
}

function fail(entry: ActivityRun, error: Error): void {
  entry.status = 'failed';
  entry.exception = exceptionLines(error.message);
}

interface PlannedPause {
  readonly milliseconds: number;
  readonly crash?: ActivityCrashedError;
}

function pausesOf(
  activity: Activity,
  { run, isStrict }: Session,
  { hurried = false, phase }: Stage,
): (which: 'before' | 'after') => PlannedPause {
  const none =
    hurried || run.dry === 'pause' || isLeftOut(activity, run.dry, phase) || run.dry === 'plan';
  const pause = (which: 'before' | 'after'): number =>
    none ? 0 : pauseMilliseconds(activity.pauses[which], run.scope, which, !isStrict);
  if (!isStrict) return (which) => ({ milliseconds: pause(which) });
  try {
    const planned = { before: pause('before'), after: pause('after') };
    return (which) => ({ milliseconds: planned[which] });
  } catch (error) {
    const crash = new ActivityCrashedError(messageOf(error));
    return (which) => (which === 'before' ? { milliseconds: 0, crash } : { milliseconds: 0 });
  }
}

function noteEnd(activity: Activity, session: Session, stage: Stage, entry: ActivityRun): void {
  const { phase, isQuiet = false } = stage;
  const { log } = session.world;
  const reason = failureOf(entry);
  const outcome =
    entry.status === undefined ? 'was cut short' : reason === undefined ? '' : `failed: ${reason}`;
  if (outcome !== '' && !isQuiet) log.quote(outcome);
  if (phase === 'hypothesis') return;
  const kind = phase === 'rollbacks' ? 'rollback' : activity.type;
  session.note(
    kind,
    outcome === '' ? activity.name : `${activity.name} ${outcome}`,
    entry.status === 'succeeded',
  );
}
