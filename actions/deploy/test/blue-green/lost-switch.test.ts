import { describe, expect, test } from '@jest/globals';
import type { BlueGreenRecord } from '@kube-delivery/shared/release/blue-green/blue-green-record';
import type { Colour } from '@kube-delivery/shared/release/blue-green/colour';
import { factsOf } from '@kube-delivery/shared/release/release-record';
import type { ReleaseRecord } from '@kube-delivery/shared/release/release-record';
import { lostSwitch } from '../../src/blue-green/lost-switch.ts';

function inColour(colour: Colour, moves = true): BlueGreenRecord {
  const before = { selector: { app: 'old' }, ports: [] };
  const moved = moves ? [{ name: 'web', before, selector: { app: 'web' } }] : [];
  const pair = { namespace: 'shop', workload: 'web', service: 'web' };
  return { ...pair, colour, moved, preview: 'web-preview' };
}

function record(revision: number, fields: Partial<ReleaseRecord> = {}): ReleaseRecord {
  return {
    schemaVersion: 1,
    release: 'shop',
    revision,
    outcome: 'deployed',
    reason: '',
    strategy: 'blue-green',
    startedAt: '2026-01-01T00:00:00Z',
    run: { url: '', id: '1', attempt: 1, commit: '', ref: '', actor: '' },
    objects: [],
    created: [],
    ...fields,
  };
}

const plain = record(1, { strategy: 'rolling' });
const lost = (fields: Partial<ReleaseRecord> = {}): ReleaseRecord =>
  record(2, { outcome: 'pending', blueGreen: inColour('green'), ...fields });

describe('a switch that was lost', () => {
  test.each<readonly [string, readonly ReleaseRecord[], Colour, boolean]>([
    ['after users were moved', [plain, lost()], 'green', true],
    ['before users were moved', [plain, lost()], 'blue', false],
    ['of an adopted Deployment', [lost()], 'green', true],
    [
      'and recorded so by a run that was lost too',
      [plain, lost({ outcome: 'abandoned' })],
      'green',
      true,
    ],
    ['that could not be undone', [plain, lost({ outcome: 'failed' })], 'green', true],
    ['that was good', [plain, lost({ outcome: 'deployed' })], 'green', false],
    ['that was undone', [plain, lost({ outcome: 'rolled-back', restored: 1 })], 'blue', false],
    [
      'by a run that stayed in the colour',
      [record(1, { blueGreen: inColour('green') }), lost({ blueGreen: inColour('green', false) })],
      'green',
      false,
    ],
    [
      'back to blue',
      [record(1, { blueGreen: inColour('green') }), lost({ blueGreen: inColour('blue') })],
      'blue',
      true,
    ],
    [
      'by a rollback, to what was good',
      [plain, lost({ rollback: { from: 1, to: 1 } })],
      'green',
      false,
    ],
    ['in a release without colours', [plain, record(2, { outcome: 'pending' })], 'blue', false],
  ])('%s', (_, records, live, isLost) => {
    const found = lostSwitch(factsOf(records), live);
    expect(found).toEqual(isLost ? records.at(-1)?.blueGreen : undefined);
  });
});
