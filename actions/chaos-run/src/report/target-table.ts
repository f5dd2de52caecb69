import { code, inline, table, text } from '@kube-delivery/shared/report/markdown';
import type { Markdown } from '@kube-delivery/shared/report/markdown';
import type { TargetEntry } from '../ledger.ts';

const mostRows = 100;

/**
 * What was hit, or with `discover` could be, then what was left out, each with its reason. `isPlan` says that
 * nothing was hit.
 */
export function describeTargets(
  targets: readonly TargetEntry[],
  { isPlan }: { readonly isPlan: boolean },
): Markdown {
  const sorted = [...targets].sort((a, b) => Number(b.in) - Number(a.in));
  const rows = sorted.slice(0, mostRows).map((entry) => row(entry, isPlan));
  const rest = sorted.length - mostRows;
  const more = ['', '', '…', `${rest} more, which the report file holds`].map(text);
  return table(
    ['', 'object', 'fault', isPlan ? 'why' : 'what was done, or why not'],
    rest > 0 ? [...rows, more] : rows,
  );
}

function row(entry: TargetEntry, isPlan: boolean): readonly Markdown[] {
  const { kind, namespace, name, act, reason } = entry;
  const place = namespace === undefined ? '' : ` in namespace ${namespace}`;
  const sign = isPlan ? '🎯 in' : '💥 hit';
  return [
    text(entry.in ? sign : 'out'),
    inline(text(`${kind} `), code(name), text(place)),
    code(act),
    text(reason),
  ];
}
