import type { JsonObject } from '@kube-delivery/shared/json/json';
import type { Case } from '../case.ts';
import { experiment, fileExists, play, request, shell } from '../documents.ts';

const steady = shell('steady', 'true', { tolerance: 0 });
const unsteady = shell('unsteady', 'exit 1', { tolerance: 0 });
/** Steady until the method has broken it. */
const breakable = fileExists('breakable', 'broken', { tolerance: false });
const breakIt = shell('break it', 'echo break >> played.txt; touch broken', { type: 'action' });
const mend = shell('mend', 'echo mend >> played.txt; rm broken', { type: 'action' });
/** Fails as nobody listens on port 1. */
const unreachable = request('unreachable', '', { url: 'http://127.0.0.1:1/' });
/** A timeout that is no number raises what nothing in the method catches. */
const raising = {
  ...play('raising'),
  provider: { type: 'process', path: 'true', timeout: 'soon' },
};

const rollbacks = [play('rollback')];
const method = [play('first'), play('second')];

function strategies(
  name: string,
  parts: JsonObject,
  more: Omit<Case, 'name' | 'experiment'>,
): readonly Case[] {
  return ['default', 'always', 'never', 'deviated'].map((rollbackStrategy) => ({
    ...more,
    name: `flow: ${name}, rollbacks ${rollbackStrategy}`,
    experiment: parts,
    rollbackStrategy,
  }));
}

const hypothesisStrategies = [
  'default',
  'before-method-only',
  'after-method-only',
  'during-method-only',
  'continuously',
] as const;

/** Phases, statuses and strategies. */
export const flowCases: readonly Case[] = [
  ...strategies('all fine', experiment({ probes: [steady], method, rollbacks }), {
    ends: 'completed',
  }),
  ...strategies(
    'the gate is not met',
    experiment({ probes: [steady, unsteady, steady], method, rollbacks }),
    { ends: 'completed' },
  ),
  ...strategies(
    'the gate fails',
    experiment({ probes: [{ ...unreachable, tolerance: 200 }, steady], method, rollbacks }),
    { ends: 'failed' },
  ),
  ...strategies(
    'the hypothesis deviates',
    experiment({ probes: [breakable], method: [breakIt], rollbacks: [mend] }),
    { ends: 'deviated' },
  ),
  ...strategies(
    'the hypothesis fails afterwards',
    experiment({
      probes: [{ ...request('ask', '/reset'), tolerance: 200 }],
      method,
      rollbacks,
    }),
    { ends: 'failed, deviated', hypothesisStrategy: 'after-method-only' },
  ),
  ...strategies(
    'an activity raises',
    experiment({ probes: [steady], method: [raising, play('later')], rollbacks }),
    { ends: 'aborted' },
  ),
  ...hypothesisStrategies.map((hypothesisStrategy): Case => ({
    name: `flow: hypothesis ${hypothesisStrategy}, broken by the method`,
    ends: ['default', 'after-method-only', 'continuously'].includes(hypothesisStrategy)
      ? 'deviated'
      : 'completed',
    experiment: experiment({
      probes: [breakable],
      method: [{ ...breakIt, pauses: { before: 0.15, after: 0.4 } }],
      rollbacks: [mend],
    }),
    hypothesisStrategy,
    frequency: 0.05,
  })),
  {
    name: 'flow: a hypothesis that deviates during the method fails fast',
    ends: 'failed',
    experiment: experiment({
      probes: [breakable],
      method: [{ ...breakIt, pauses: { before: 0.15, after: 0.4 } }, play('later')],
      rollbacks: [mend],
    }),
    hypothesisStrategy: 'during-method-only',
    frequency: 0.05,
    failFast: true,
  },
  {
    name: 'flow: a hypothesis asked continuously fails fast',
    ends: 'deviated',
    experiment: experiment({
      probes: [breakable],
      method: [{ ...breakIt, pauses: { before: 0.15, after: 0.4 } }, play('later')],
      rollbacks: [mend],
    }),
    hypothesisStrategy: 'continuously',
    rollbackStrategy: 'always',
    frequency: 0.05,
    failFast: true,
  },
  {
    name: 'flow: a tolerance raises during the method',
    ends: 'aborted',
    experiment: experiment({
      probes: [{ ...steady, tolerance: { type: 'regex', pattern: 'x' } }],
      method: [play('first', { pauses: { after: 0.3 } }), play('second')],
      rollbacks,
    }),
    hypothesisStrategy: 'during-method-only',
    frequency: 0.05,
  },
  {
    name: 'flow: a probe of the hypothesis raises',
    ends: 'died',
    experiment: experiment({
      probes: [{ ...raising, type: 'probe', tolerance: 0 }],
      method,
      rollbacks,
    }),
    rollbackStrategy: 'always',
  },
  {
    name: 'flow: a rollback raises',
    ends: 'died',
    experiment: experiment({ method, rollbacks: [play('rollback'), raising, play('never')] }),
  },
  {
    name: 'flow: a rollback fails',
    ends: 'completed',
    experiment: experiment({
      method,
      rollbacks: [play('one'), { ...unreachable, type: 'action' }, play('two')],
    }),
  },
  {
    name: 'flow: activities of the method fail',
    ends: 'completed',
    experiment: experiment({
      probes: [steady],
      method: [unreachable, play('between'), { ...unreachable, type: 'action' }],
      rollbacks,
    }),
  },
  {
    name: 'flow: no hypothesis',
    ends: 'completed',
    experiment: experiment({ method, rollbacks }),
  },
  {
    name: 'flow: a hypothesis without probes',
    ends: 'completed',
    experiment: experiment({ probes: [], method, rollbacks }),
    hypothesisStrategy: 'continuously',
  },
  {
    name: 'flow: an empty method between two looks',
    ends: 'completed',
    experiment: experiment({ probes: [steady], method: [], rollbacks }),
  },
  {
    name: 'flow: strategies of the file',
    ends: 'deviated',
    experiment: experiment({
      probes: [breakable],
      method: [breakIt],
      rollbacks: [mend],
      more: {
        runtime: {
          hypothesis: { strategy: 'after-method-only' },
          rollbacks: { strategy: 'never' },
        },
      },
    }),
  },
  {
    name: 'flow: strategies that win over those of the file',
    ends: 'completed',
    experiment: experiment({
      probes: [breakable],
      method: [breakIt],
      rollbacks: [mend],
      more: {
        runtime: {
          hypothesis: { strategy: 'after-method-only' },
          rollbacks: { strategy: 'never' },
        },
      },
    }),
    hypothesisStrategy: 'before-method-only',
    rollbackStrategy: 'always',
  },
  {
    name: 'flow: a misspelt strategy that is allowed',
    ends: 'completed',
    experiment: experiment({ probes: [steady], method }),
    hypothesisStrategy: 'continously',
  },
];
