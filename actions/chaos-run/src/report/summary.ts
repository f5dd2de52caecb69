import { blocks, code, empty, heading, inline, text } from '@kube-delivery/shared/report/markdown';
import type { Markdown } from '@kube-delivery/shared/report/markdown';
import type { EngineResult } from '../engine/engine.ts';
import { describeHypothesis } from './hypothesis-outputs.ts';
import type { Played } from './played.ts';
import { describeSeries } from './probe-chart.ts';
import { probeSeries } from './probe-series.ts';
import { describeTargets } from './target-table.ts';
import { describeTimeline } from './timeline.ts';
import { describeUndo } from './undo-table.ts';

/** What the job summary shows of a run below its verdict: a part for each experiment. */
export function summarize(all: readonly Played[]): Markdown {
  const [only] = all;
  if (only === undefined) return empty();
  if (all.length === 1) return describePlayed(only);
  return blocks(
    ...all.flatMap((played) => [
      heading(4, text(`${sign(played)} ${played.title}: ${played.judgement.verdict}`)),
      text(played.judgement.reason),
      describePlayed(played),
    ]),
  );
}

function sign({ judgement }: Played): string {
  return judgement.succeeds ? '✅' : '❌';
}

function describePlayed({ experiment, judgement, result, targets, journal }: Played): Markdown {
  const isPlan = judgement.verdict === 'planned';
  const controls = experiment.controls.join(', ');
  return blocks(
    describeTimeline(result.timeline),
    describeTargets(targets, { isPlan }),
    describeSeries(probeSeries(result.journal)),
    describeUndo(result.undo),
    recoveryOf(result),
    controls === '' ? empty() : text(`Controls are carried in the journal, not run: ${controls}`),
    inline(text('Journal: '), code(journal)),
    describeHypothesis(result),
  );
}

function recoveryOf({ recovery }: EngineResult): Markdown {
  if (recovery === undefined) return empty();
  return text(
    recovery.recovered
      ? `♻️ The hypothesis held again ${recovery.seconds.toFixed(1)} s after the way back began.`
      : `❌ ${recovery.reason}`,
  );
}
