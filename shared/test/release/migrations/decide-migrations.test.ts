import { describe, expect, test } from '@jest/globals';
import type { KubeObject } from '../../../src/cluster/kube-object.ts';
import { referenceTo } from '../../../src/manifests/manifest.ts';
import { decideMigrations } from '../../../src/release/migrations/decide-migrations.ts';
import type { PlannedObject, ReleasePlan } from '../../../src/release/release-plan.ts';
import { factsOf } from '../../../src/release/release-record.ts';
import type { ReleaseOutcome, ReleaseRecord } from '../../../src/release/release-record.ts';

type JobState = 'complete' | 'failed' | 'running' | 'ending';

function config(version: string): KubeObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, data: { version } };
}

const declared: KubeObject = {
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'migrate' },
  spec: {},
};

/** The Job as a run of `release` made it in a revision. */
function job(state: JobState, revision: number, release = 'shop'): KubeObject {
  const type = { complete: 'Complete', failed: 'Failed', running: '', ending: '' }[state];
  return {
    ...declared,
    metadata: {
      ...declared.metadata,
      annotations: {
        'kube-delivery.dev/release': release,
        'kube-delivery.dev/revision': String(revision),
      },
      ...(state === 'ending' ? { deletionTimestamp: '2026-11-21T00:00:00Z' } : {}),
    },
    status: { conditions: type === '' ? [] : [{ type, status: 'True' }] },
  };
}

function record(
  revision: number,
  outcome: ReleaseOutcome,
  version: string,
  fields: Partial<ReleaseRecord> = {},
): ReleaseRecord {
  return {
    schemaVersion: 1,
    release: 'shop',
    revision,
    outcome,
    reason: '',
    strategy: 'rolling',
    startedAt: '2026-11-21T00:00:00.000Z',
    run: { url: '', id: '1', attempt: 1, commit: '', ref: '', actor: '' },
    objects: [config(version)],
    migrations: [declared],
    created: [],
    ...fields,
  };
}

function planned(object: KubeObject, live?: KubeObject): PlannedObject {
  const action = live === undefined ? 'create' : 'unchanged';
  const reference = referenceTo(object);
  return { reference, declared: object, object, action, live, fields: [], force: false };
}

/** The plan of version `b`, with the Job as it is in the cluster. */
function plan(live?: KubeObject): ReleasePlan {
  const migration = { ...planned(declared, live), outstanding: true };
  return { objects: [planned(config('b'))], migrations: [migration], refusals: [] };
}

const good = record(1, 'deployed', 'a');

describe('decideMigrations', () => {
  test.each<[string, KubeObject | undefined, ReleaseRecord[], string, boolean]>([
    ['the first release runs it', undefined, [], 'create', true],
    ['a changed release runs it again', job('complete', 1), [good], 'replace', true],
    [
      'what is running does not',
      job('complete', 2),
      [good, record(2, 'deployed', 'b')],
      'unchanged',
      false,
    ],
    [
      'nor does it when the Job was cleaned up',
      undefined,
      [good, record(2, 'deployed', 'b')],
      'unchanged',
      false,
    ],
    [
      'nor when a bad release was rolled back to it',
      job('failed', 3),
      [record(2, 'deployed', 'b'), record(3, 'rolled-back', 'c', { restored: 2 })],
      'unchanged',
      false,
    ],
    [
      'one that ended in a lost run of the same release',
      job('complete', 2),
      [good, record(2, 'pending', 'b')],
      'unchanged',
      false,
    ],
    [
      'two lost runs ago',
      job('complete', 2),
      [good, record(2, 'abandoned', 'b'), record(3, 'pending', 'b')],
      'unchanged',
      false,
    ],
    [
      'one that is still at work is waited for',
      job('running', 2),
      [good, record(2, 'pending', 'b')],
      'unchanged',
      true,
    ],
    [
      'one that is being deleted is made again',
      job('ending', 2),
      [good, record(2, 'pending', 'b')],
      'replace',
      true,
    ],
    [
      'one that failed is run again',
      job('failed', 2),
      [good, record(2, 'pending', 'b')],
      'replace',
      true,
    ],
    [
      'one of a lost run of another release is run again',
      job('complete', 2),
      [good, record(2, 'pending', 'c')],
      'replace',
      true,
    ],
    [
      'and so is one before another release that was lost',
      job('complete', 2),
      [good, record(2, 'abandoned', 'b'), record(3, 'pending', 'c')],
      'replace',
      true,
    ],
    [
      'one whose release was left bad is not run again',
      job('complete', 2),
      [good, record(2, 'failed', 'b')],
      'unchanged',
      false,
    ],
    [
      'one whose release was rolled back is run again',
      job('complete', 2),
      [good, record(2, 'rolled-back', 'b', { restored: 1 })],
      'replace',
      true,
    ],
    [
      'one that another release of the same revision made is run again',
      job('complete', 2, 'other'),
      [good, record(2, 'pending', 'b')],
      'replace',
      true,
    ],
    ['one that nobody has a record of is run again', job('complete', 2), [], 'replace', true],
    [
      'other migrations are another release',
      job('complete', 2),
      [good, record(2, 'pending', 'b', { migrations: [] })],
      'replace',
      true,
    ],
    [
      'a release that had no migrations runs them',
      undefined,
      [record(2, 'deployed', 'b', { migrations: [] })],
      'create',
      true,
    ],
  ])('%s', (_, live, records, action, outstanding) => {
    const facts = factsOf(records);
    const decided = decideMigrations(plan(live), 'shop', facts).migrations?.[0];
    expect(decided).toMatchObject({ action, outstanding });
    const mark = decided?.object.metadata.annotations?.['kube-delivery.dev/revision'];
    expect(mark).toBe(action === 'unchanged' ? undefined : String(facts.newest + 1));
  });

  test('without migrations there is nothing to decide', () => {
    const without = { objects: [planned(config('b'))], refusals: [] };
    expect(decideMigrations(without, 'shop', factsOf([]))).toBe(without);
  });
});
