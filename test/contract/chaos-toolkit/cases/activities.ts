import type { Case } from '../case.ts';
import { command, experiment, fileExists, play, request, shell } from '../documents.ts';

const steady = shell('steady', 'true', { tolerance: 0 });
const parts = {
  probes: [steady, fileExists('there', '/', { tolerance: true })],
  method: [play('action'), shell('probe', 'echo probe >> played.txt')],
  rollbacks: [play('rollback')],
};
const ready = shell('ready', 'touch ready; exec sleep 5', { type: 'action' });
const interrupted = experiment({
  probes: [steady],
  method: [play('first'), ready, play('never')],
  rollbacks: [play('rollback')],
});

/** Background, pauses, references, dry runs, and runs that are interrupted. */
export const activityCases: readonly Case[] = [
  ...(['probes', 'actions', 'activities', 'pause'] as const).map((dry): Case => ({
    name: `activities: a dry run without ${dry}`,
    ends: 'completed',
    experiment: experiment({
      ...parts,
      method: [...parts.method, play('paused', { pauses: { before: 0.05, after: 0.05 } })],
    }),
    dry,
  })),
  {
    name: 'activities: a dry run without actions asks the hypothesis',
    ends: 'deviated',
    experiment: experiment({
      probes: [shell('unsteady', 'exit 1', { tolerance: 0 })],
      method: [play('action')],
      rollbacks: [play('rollback')],
    }),
    dry: 'actions',
    hypothesisStrategy: 'after-method-only',
  },
  {
    name: 'activities: a dry run without probes does not',
    ends: 'completed',
    experiment: experiment({
      probes: [shell('unsteady', 'exit 1', { tolerance: 0 })],
      method: [play('action')],
    }),
    dry: 'probes',
  },
  {
    name: 'activities: a dry activity of the file is played',
    ends: 'completed',
    experiment: experiment({ method: [play('action', { dry: 'activities' })] }),
  },
  {
    name: 'activities: in the background',
    ends: 'completed',
    experiment: experiment({
      method: [
        shell('slow', 'sleep 0.3; echo slow >> played.txt', { background: true }),
        play('first', { pauses: { after: 0.1 } }),
        play('second'),
      ],
      rollbacks: [
        shell('undo slowly', 'sleep 0.2; echo undo >> played.txt', { background: true }),
        play('rollback', { background: false }),
      ],
    }),
    anyOrder: true,
  },
  {
    name: 'activities: failing in the background',
    ends: 'completed',
    experiment: experiment({
      method: [
        request('unreachable', '', { url: 'http://127.0.0.1:1/' }, { background: true }),
        play('other', { pauses: { before: 0.1 } }),
      ],
    }),
    anyOrder: true,
  },
  {
    name: 'activities: raising in the background',
    ends: 'completed',
    experiment: experiment({
      method: [
        {
          ...play('raising', { background: true }),
          provider: { type: 'process', path: 'true', timeout: 'soon' },
        },
        play('other', { pauses: { before: 0.1 } }),
      ],
    }),
    anyOrder: true,
  },
  {
    name: 'activities: pauses out of the configuration',
    ends: 'completed',
    experiment: experiment({
      configuration: { before: 0.02, after: 0, none: null },
      method: [
        play('one', { pauses: { before: '${before}', after: '${after}' } }),
        play('two', { pauses: { before: '${none}' } }),
        play('three', { pauses: { before: true, after: false } }),
        play('four', { pauses: {} }),
      ],
    }),
  },
  {
    name: 'activities: a pause that is a text',
    ends: 'aborted',
    experiment: experiment({
      configuration: { before: '0.1' },
      method: [play('one'), play('two', { pauses: { before: '${before}' } }), play('three')],
      rollbacks: [play('rollback')],
    }),
  },
  {
    name: 'activities: a pause of an unknown name',
    ends: 'aborted',
    experiment: experiment({ method: [play('one', { pauses: { before: '${nope}' } })] }),
  },
  {
    name: 'activities: references to the hypothesis and to the method',
    ends: 'completed',
    experiment: experiment({
      probes: [steady],
      method: [
        { ref: 'steady' },
        play('action'),
        { ref: 'action' },
        { ref: 'later' },
        play('later'),
      ],
      rollbacks: [{ ref: 'action' }],
    }),
  },
  {
    name: 'activities: a reference in the background',
    ends: 'completed',
    experiment: experiment({ method: [play('action'), { ref: 'action', background: true }] }),
    anyOrder: true,
  },
  {
    name: 'activities: of one name',
    ends: 'completed',
    experiment: experiment({
      method: [play('same'), { ...play('other'), name: 'same' }, { ref: 'same' }],
    }),
  },
  {
    name: 'activities: functions of Python',
    ends: 'completed',
    experiment: experiment({
      configuration: { folder: '/' },
      method: [
        fileExists('there', '${folder}'),
        fileExists('not there', '${folder}nowhere'),
        {
          ...command('either', 'true', undefined),
          provider: { type: 'python', module: 'os.path', func: 'exists', arguments: { path: 7.5 } },
        },
      ],
    }),
  },
  ...(['SIGINT', 'SIGTERM'] as const).flatMap((signal) =>
    (['default', 'always'] as const).map((rollbackStrategy): Case => ({
      name: `activities: ${signal} with rollbacks ${rollbackStrategy}`,
      ends: 'interrupted',
      experiment: interrupted,
      rollbackStrategy,
      signal,
    })),
  ),
];
