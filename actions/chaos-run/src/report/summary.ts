import {
  blocks,
  code,
  codeBlock,
  details,
  empty,
  heading,
  inline,
  text,
} from '@kube-delivery/shared/report/markdown';
import type { Json } from '@kube-delivery/shared/json/json';
import type { Markdown } from '@kube-delivery/shared/report/markdown';
import type { EngineResult } from '../engine/engine.ts';
import type { Played } from './played.ts';
import { describeSeries } from './probe-chart.ts';
import { probeSeries } from './probe-series.ts';
import { describeTargets } from './target-table.ts';
import { describeTimeline } from './timeline.ts';
import { describeUndo } from './undo-table.ts';

const mostCharacters = 300;

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
    hypothesisOf(result),
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

/** What the hypothesis' probes gave before and after, folded. */
function hypothesisOf({ journal }: EngineResult): Markdown {
  const { before, after } = journal.steady_states;
  const states = { before, after };
  const lines = Object.entries(states).flatMap(([when, state]) =>
    (state?.probes ?? []).map(
      ({ activity, output, tolerance_met: met }) =>
        `${when}  ${met === true ? 'met    ' : 'not met'}  ${shown(activity.name)}: ${shown(output)}`,
    ),
  );
  if (lines.length === 0) return empty();
  return details(text('What the probes of the hypothesis gave'), codeBlock(lines.join('\n')));
}

function shown(value: Json | undefined): string {
  const line = typeof value === 'string' ? value : JSON.stringify(value ?? null);
  return line.length > mostCharacters ? `${line.slice(0, mostCharacters)}…` : line;
}
