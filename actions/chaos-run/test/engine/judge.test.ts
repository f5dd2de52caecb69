import { expect, test } from '@jest/globals';
import { ActivityCrashedError, ActivityFailedError } from '../../src/activity-failed.ts';
import type { EngineWorld, UndoOutcome } from '../../src/engine/engine.ts';
import { judge } from '../../src/engine/judge.ts';
import type { Judgement } from '../../src/engine/judge.ts';
import type { RunFacts } from '../../src/engine/method-findings.ts';
import { activity, tell } from './scripted-run.ts';
import type { Script, Story } from './scripted-run.ts';

const facts = { effects: 1, actions: 1, zeroTargets: undefined };
const noTarget = 'no pod may be hit: web-1 is not opted in';

async function judged(story: Story, parts: Partial<RunFacts> = {}): Promise<Judgement> {
  const { result } = await tell(story);
  const run = { compat: 'strict', dry: undefined, ...story.run } as const;
  return judge(result, run, { ...facts, ...parts });
}

const failing: Script = () => {
  throw new ActivityFailedError('the door is shut');
};
const crashing: Script = () => {
  throw new ActivityCrashedError('no key');
};
const interrupting: Script = ({ interrupt, signal }) => {
  interrupt();
  signal.throwIfAborted();
  return true;
};

/** Taking back gives these outcomes. */
function undoing(...outcomes: readonly UndoOutcome['outcome'][]): Partial<EngineWorld> {
  const fault = { title: 'scale web', namespace: 'shop', reason: '' };
  const undo = outcomes.map((outcome) => ({
    ...fault,
    outcome,
    reason: outcome === 'failed' ? 'it is gone' : '',
  }));
  return { takeBack: () => Promise.resolve(undo) };
}

const downAfter: Script = ({ count }) => count !== 2;
const downFromThen: Script = ({ count }) => count === 1;

test.each<[string, string, Story, Partial<RunFacts>]>([
  ['passed', 'the hypothesis held; it held again 0 s after the way back began', {}, {}],
  [
    'passed',
    'every activity succeeded; there was no hypothesis to hold',
    { experiment: { hypothesis: undefined } },
    {},
  ],
  [
    'deviated',
    'the hypothesis did not hold after the method: "steady" gave false, which its tolerance true does not allow',
    { scripts: { steady: downAfter } },
    {},
  ],
  [
    'deviated',
    'the hypothesis did not hold in 1 of 1 looks during the method: "steady" failed: the door is shut',
    {
      run: { hypothesisStrategy: 'during-method-only' },
      scripts: { steady: (call) => (call.count === 1 ? failing(call) : true) },
    },
    {},
  ],
  [
    'action-failed',
    'the action "act" failed: the door is shut',
    { scripts: { act: failing, steady: downAfter } },
    { effects: 0 },
  ],
  [
    'deviated',
    'the hypothesis did not hold after the method: "steady" gave false, which its tolerance true does not allow',
    { scripts: { act: failing, steady: downAfter } },
    {},
  ],
  [
    'action-failed',
    'the action "act" failed (and 1 more): the door is shut',
    {
      experiment: { method: [activity('action', 'act'), activity('probe', 'look')] },
      scripts: { act: failing, look: crashing },
    },
    { effects: 0 },
  ],
  ['no-effect', noTarget, { scripts: { act: failing } }, { effects: 0, zeroTargets: noTarget }],
  [
    'no-effect',
    'the method has no action, so that nothing was put to the test',
    { experiment: { method: [activity('probe', 'look')] } },
    { effects: 0, actions: 0 },
  ],
  ['no-effect', 'the actions of the method changed nothing', {}, { effects: 0 }],
  [
    'gate-failed',
    'the hypothesis did not hold before the method, which was not played: "steady" failed: the door is shut',
    { scripts: { steady: failing } },
    { effects: 0 },
  ],
  [
    'not-recovered',
    'the hypothesis did not hold again within 10s: "steady" gave false, which its tolerance true does not allow',
    { scripts: { steady: downFromThen } },
    {},
  ],
  [
    'rollback-failed',
    'the rollback "restore" failed: the door is shut',
    { scripts: { restore: failing, steady: downFromThen } },
    {},
  ],
  [
    'rollback-failed',
    'could not take back "scale web": it is gone',
    { world: undoing('undone', 'failed') },
    {},
  ],
  [
    'aborted',
    'the experiment was aborted: the hypothesis failed: "steady" gave false, which its tolerance true does not allow',
    { run: { abortOn: { hypothesisFailures: 1 } }, scripts: { steady: downAfter } },
    {},
  ],
  [
    'rollback-failed',
    'the rollback "restore" failed: the door is shut',
    {
      run: { abortOn: { hypothesisFailures: 1 } },
      scripts: { steady: downAfter, restore: failing },
    },
    {},
  ],
  ['interrupted', 'the experiment was interrupted', { scripts: { act: interrupting } }, {}],
  [
    'interrupted',
    'the experiment was interrupted; its fault was taken back',
    { scripts: { act: interrupting }, world: undoing('undone') },
    {},
  ],
  [
    'interrupted',
    'the experiment was interrupted, and its rollback "restore" failed: the door is shut',
    { scripts: { act: interrupting, restore: failing }, world: undoing('undone') },
    {},
  ],
  [
    'interrupted',
    'the experiment was interrupted, and 1 of its faults could not be taken back',
    { scripts: { act: interrupting }, world: undoing('undone', 'failed') },
    {},
  ],
  [
    'planned',
    'the experiment was played dry, and can be run',
    { run: { dry: 'actions' } },
    { effects: 0 },
  ],
  [
    'passed',
    'the hypothesis held; it held again 0 s after the way back began',
    { run: { dry: 'pause' } },
    {},
  ],
  [
    'gate-failed',
    'the hypothesis did not hold before the method, which was not played: "steady" gave false, which its tolerance true does not allow',
    { run: { dry: 'actions' }, scripts: { steady: () => false } },
    { effects: 0 },
  ],
])('%s: %s', async (verdict, reason, story, parts) => {
  const judgement = await judged(story, parts);
  expect(judgement).toMatchObject({ verdict, reason });
  expect(judgement.succeeds).toBe(verdict === 'passed' || verdict === 'planned');
});

test.each<[string, boolean, Story]>([
  ['passed', true, {}],
  ['gate-failed', true, { scripts: { steady: () => false } }],
  ['gate-failed', false, { scripts: { steady: failing } }],
  ['action-failed', true, { scripts: { act: failing } }],
  ['deviated', false, { scripts: { steady: downAfter } }],
  ['rollback-failed', true, { scripts: { restore: failing } }],
  ['aborted', false, { scripts: { act: crashing } }],
  ['aborted', false, { scripts: { steady: crashing } }],
  ['interrupted', false, { scripts: { act: interrupting } }],
])('as Chaos Toolkit, %s succeeds: %p', async (verdict, succeeds, story) => {
  const judgement = await judged({ ...story, run: { compat: 'chaostoolkit' } });
  expect(judgement).toMatchObject({ verdict, succeeds });
});

test('what can be done is said', async () => {
  const { hint } = await judged({ world: undoing('failed') });
  expect(hint).toBe(
    'Run chaos-run with mode: recover to take back what the faults left in the cluster',
  );
});
