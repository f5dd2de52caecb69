import { blocks, codeBlock, empty, table, text } from '@kube-delivery/shared/report/markdown';
import type { Markdown } from '@kube-delivery/shared/report/markdown';
import { formatDuration } from '@kube-delivery/shared/time/duration';
import { figuresOf } from './probe-series.ts';
import type { Look, ProbeSeries } from './probe-series.ts';

const mostCharts = 5;
/** More points than this cannot be told from each other. */
const mostPoints = 40;

/** The probes' answers while the fault stood: a table of figures, and a chart of each probe. */
export function describeSeries(series: readonly ProbeSeries[]): Markdown {
  const rows = series.map((each) => {
    const { looks, failed, median, p95, longest } = figuresOf(each);
    return [each.probe, String(looks), String(failed), ...[median, p95, longest].map(time)].map(
      text,
    );
  });
  return blocks(
    table(['probe during the method', 'looks', 'failed', 'median', 'p95', 'longest'], rows),
    ...series.slice(0, mostCharts).map(chart),
  );
}

function time(milliseconds: number | undefined): string {
  return milliseconds === undefined ? '–' : formatDuration(milliseconds);
}

/** The latency as a line; where a look failed, a bar up to the top. */
function chart({ probe, looks }: ProbeSeries): Markdown {
  if (looks.length < 2) return empty();
  const points = merged(looks);
  const top = Math.max(1, ...points.map(({ latency }) => latency ?? 0));
  const lines = [
    'xychart-beta',
    `  title "${quoted(probe)}: latency (line), failed looks (bars)"`,
    `  x-axis "seconds" [${points.map(({ at }) => `"${at.toFixed(1)}"`).join(', ')}]`,
    `  y-axis "ms" 0 --> ${Math.ceil(top)}`,
    `  bar [${points.map(({ met }) => (met ? 0 : Math.ceil(top))).join(', ')}]`,
    `  line [${points.map(({ latency = 0 }) => Number(latency.toFixed(1))).join(', ')}]`,
  ];
  return codeBlock(lines.join('\n'), 'mermaid');
}

/** At most as many points as can be seen: neighbours become one, which is as bad as the worst of them. */
function merged(looks: readonly Look[]): readonly Look[] {
  const size = Math.ceil(looks.length / mostPoints);
  const points: Look[] = [];
  for (let start = 0; start < looks.length; start += size) {
    const group = looks.slice(start, start + size);
    const latencies = group.flatMap(({ latency }) => (latency === undefined ? [] : [latency]));
    points.push({
      at: looks[start]?.at ?? 0,
      met: group.every(({ met }) => met),
      latency: latencies.length === 0 ? undefined : Math.max(...latencies),
    });
  }
  return points;
}

function quoted(name: string): string {
  return name.replace(/["\\`\n\r]/g, ' ').slice(0, 60);
}
