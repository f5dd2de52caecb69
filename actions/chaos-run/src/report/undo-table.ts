import { blocks, code, empty, inline, table, text } from '@kube-delivery/shared/report/markdown';
import type { Markdown } from '@kube-delivery/shared/report/markdown';
import type { UndoOutcome } from '../engine/engine.ts';

const signs: Readonly<Record<UndoOutcome['outcome'], string>> = {
  undone: '✅ undone',
  'nothing to do': '✅ nothing to do',
  'left alone': '⚠️ left alone',
  failed: '❌ failed',
};

/** What became of each fault's way back; where one failed, how it is taken back by hand. */
export function describeUndo(outcomes: readonly UndoOutcome[]): Markdown {
  const rows = outcomes.map(({ title, namespace, outcome, reason }) => [
    text(signs[outcome]),
    text(title),
    namespace === undefined ? text('–') : code(namespace),
    text(reason),
  ]);
  return blocks(table(['way back', 'fault', 'namespace', 'why'], rows), byHand(outcomes));
}

function byHand(outcomes: readonly UndoOutcome[]): Markdown {
  const left = outcomes.filter(({ outcome }) => outcome === 'failed');
  if (left.length === 0) return empty();
  const namespaces = new Set(left.map(({ namespace }) => namespace));
  const commands = [...namespaces].flatMap((namespace, index) => [
    text(index === 0 ? ' ' : ', '),
    code(recordsCommand(namespace)),
  ]);
  return inline(
    text(
      'What is left is taken back by chaos-run with mode: recover. The records that tell what to do:',
    ),
    ...commands,
    text('. Each is deleted once its fault is taken back.'),
  );
}

function recordsCommand(namespace: string | undefined): string {
  const where = namespace === undefined ? '--all-namespaces' : `--namespace ${namespace}`;
  return `kubectl get configmaps ${where} --selector kube-delivery.dev/chaos-run --output yaml`;
}
