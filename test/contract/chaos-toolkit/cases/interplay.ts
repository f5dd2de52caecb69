import type { Case } from '../case.ts';
import { experiment, fileExists, play, request, shell } from '../documents.ts';

const steady = shell('steady', 'true', { tolerance: 0 });
const unsteady = shell('unsteady', 'exit 1', { tolerance: 0 });
const unreachable = request('unreachable', '', { url: 'http://127.0.0.1:1/' });
const waiting = shell('waiting', 'touch ready; exec sleep 5');
const raising = {
  ...play('raising'),
  provider: { type: 'process', path: 'true', timeout: 'soon' },
};
const slow = shell('slow', 'sleep 0.3; echo slow >> played.txt', { background: true });
const breakable = fileExists('breakable', 'broken', { tolerance: false });
const rollbacks = [play('rollback')];

/** Phases that meet signals, failures and each other. */
export const interplayCases: readonly Case[] = [
  {
    name: 'interplay: a signal while the gate is asked',
    ends: 'interrupted',
    experiment: experiment({
      probes: [steady, { ...waiting, tolerance: 0 }],
      method: [play('never')],
      rollbacks,
    }),
    rollbackStrategy: 'always',
    signal: 'SIGTERM',
  },
  {
    name: 'interplay: a signal while the hypothesis is asked afterwards',
    ends: 'interrupted',
    experiment: experiment({
      probes: [{ ...waiting, tolerance: 0 }],
      method: [play('method')],
      rollbacks,
    }),
    hypothesisStrategy: 'after-method-only',
    signal: 'SIGTERM',
  },
  {
    name: 'interplay: a signal during a pause',
    ends: 'interrupted',
    experiment: experiment({
      // The process is over by then, on a busy machine too.
      method: [
        shell('ready', '(sleep 1; touch ready) >/dev/null 2>&1 &', { pauses: { after: 5 } }),
        play('never'),
      ],
      rollbacks,
    }),
    signal: 'SIGTERM',
  },
  {
    name: 'interplay: a signal during the rollbacks',
    ends: 'interrupted',
    experiment: experiment({ method: [play('method')], rollbacks: [waiting, play('never')] }),
    signal: 'SIGTERM',
  },
  ...(['never', 'deviated'] as const).map((rollbackStrategy): Case => ({
    name: `interplay: a signal with rollbacks ${rollbackStrategy}`,
    ends: 'interrupted',
    experiment: experiment({ method: [waiting], rollbacks }),
    rollbackStrategy,
    signal: 'SIGINT',
  })),
  {
    name: 'interplay: an activity raises beside what runs in the background',
    ends: 'aborted',
    experiment: experiment({
      method: [{ ...slow }, play('other', { pauses: { before: 0.1 } }), raising],
      rollbacks,
    }),
    anyOrder: true,
  },
  {
    name: 'interplay: rollbacks raise and fail in the background',
    ends: 'completed',
    experiment: experiment({
      method: [play('method')],
      rollbacks: [
        { ...raising, background: true },
        { ...unreachable, background: true },
        play('rollback', { pauses: { before: 0.1, after: 0.1 } }),
      ],
    }),
    anyOrder: true,
  },
  {
    name: 'interplay: a hypothesis asked continuously whose gate is not met',
    ends: 'completed',
    experiment: experiment({ probes: [unsteady], method: [play('never')], rollbacks }),
    hypothesisStrategy: 'continuously',
    failFast: true,
  },
  {
    name: 'interplay: a hypothesis that fails during the method',
    ends: 'completed',
    experiment: experiment({
      probes: [{ ...unreachable, tolerance: 200 }, steady],
      method: [play('method', { pauses: { after: 0.2 } })],
      rollbacks,
    }),
    hypothesisStrategy: 'during-method-only',
    frequency: 0.05,
  },
  {
    name: 'interplay: a hypothesis that fails during the method, failing fast',
    ends: 'failed',
    experiment: experiment({
      probes: [{ ...unreachable, tolerance: 200 }],
      method: [play('method', { pauses: { after: 0.3 } }), play('never')],
      rollbacks,
    }),
    hypothesisStrategy: 'during-method-only',
    frequency: 0.05,
    failFast: true,
  },
  {
    name: 'interplay: failing fast has no meaning without looks during the method',
    ends: 'completed',
    experiment: experiment({ probes: [unsteady], method: [play('never')], rollbacks }),
    failFast: true,
  },
  {
    name: 'interplay: an activity raises while the hypothesis is asked',
    ends: 'aborted',
    experiment: experiment({
      probes: [steady],
      method: [play('method', { pauses: { after: 0.2 } }), raising],
      rollbacks,
    }),
    hypothesisStrategy: 'continuously',
    rollbackStrategy: 'deviated',
    frequency: 0.05,
  },
  {
    name: 'interplay: a dry run that asks continuously',
    ends: 'completed',
    experiment: experiment({
      probes: [steady, breakable],
      method: [play('method'), slow],
      rollbacks: [play('rollback', { pauses: { before: 0.05 } })],
    }),
    hypothesisStrategy: 'continuously',
    dry: 'actions',
    frequency: 0.05,
    anyOrder: true,
  },
  {
    name: 'interplay: pauses of the hypothesis',
    ends: 'deviated',
    experiment: experiment({
      probes: [{ ...breakable, pauses: { before: 0.05, after: 0.05 } }, { ...steady }],
      method: [shell('break', 'touch broken', { type: 'action' })],
      rollbacks,
    }),
    rollbackStrategy: 'deviated',
  },
  {
    name: 'interplay: a hypothesis that refers to the method',
    ends: 'completed',
    experiment: experiment({
      probes: [{ ref: 'ask', tolerance: 0 }],
      method: [shell('ask', 'echo asked >> played.txt')],
      rollbacks,
    }),
  },
];
