import type { DeployRun } from '../../src/release/revision-guard.ts';
import type { CanaryRecord, ReleaseRecord } from '../../src/release/release-record.ts';

/** Commits that grow on `main` in the order of their names. */
type Name = 'a' | 'b' | 'c';

function commit(name: Name): string {
  return name.repeat(40);
}

export function run(number: number, name: Name, fields: Partial<DeployRun> = {}): DeployRun {
  const id = String(7000 + number);
  const ref = 'refs/heads/main';
  return { url: '', id, number, attempt: 1, commit: commit(name), ref, actor: '', ...fields };
}

export const canary: CanaryRecord = {
  namespace: 'shop',
  stableWorkload: 'web',
  workload: 'web-canary',
  stableService: 'web',
  service: 'web-canary',
  objects: [],
};

export function record(
  revision: number,
  by: DeployRun,
  fields: Partial<ReleaseRecord> = {},
): ReleaseRecord {
  return {
    schemaVersion: 1,
    release: 'shop',
    revision,
    outcome: 'deployed',
    reason: '',
    strategy: 'rolling',
    startedAt: '2026-11-21T00:00:00.000Z',
    run: by,
    objects: [],
    created: [],
    ...fields,
  };
}

export const first = record(1, run(1, 'a'));
export const second = record(2, run(2, 'b'));
export const back = { rollback: { from: 2, to: 1 }, strategy: 'rollback' } as const;

export function fail(of: ReleaseRecord): ReleaseRecord {
  return { ...of, outcome: 'failed' };
}

export function abandon(of: ReleaseRecord): ReleaseRecord {
  return { ...of, outcome: 'abandoned' };
}

export function undone(of: ReleaseRecord, restored: number): ReleaseRecord {
  return { ...of, outcome: 'rolled-back', restored };
}

/** A run whose runner did not tell its number, of the first commit. */
export const unnumbered: DeployRun = {
  url: '',
  id: '7001',
  attempt: 1,
  commit: commit('a'),
  ref: 'refs/heads/main',
  actor: '',
};
