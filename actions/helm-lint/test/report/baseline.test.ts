import { expect, test } from '@jest/globals';
import { partByBaseline, readBaseline } from '../../src/report/baseline.ts';
import { reportOf } from '../../src/report/report.ts';
import { sampleFinding } from '../sample-finding.ts';
import { sampleOutcome } from '../sample-outcome.ts';

const finding = sampleFinding();
const linted = ['charts/web'];

test.each([
  ['the same', {}, true],
  ['one on another line', { line: 40, column: 1 }, true],
  ['one with another message', { message: 'there is no such field' }, true],
  ['one of other renders', { renders: ['prod.yaml'] }, true],
  ['one of another rule', { rule: 'schema/wrong-type' }, false],
  ['one of another object', { object: 'Deployment api' }, false],
  ['one of another field', { path: 'spec.replicaz' }, false],
  ['one in another file', { file: 'charts/web/templates/api.yaml' }, false],
  ['one of another chart', { chart: 'charts/api' }, false],
])('%s', (_, parts, isAccepted) => {
  const moved = sampleFinding(parts);
  expect(partByBaseline([moved], [finding], linted)).toEqual(
    isAccepted
      ? { fresh: [], accepted: [moved], gone: [] }
      : { fresh: [moved], accepted: [], gone: [finding] },
  );
});

test.each([
  ['numbers apart', 'line 14: no closing brace', true],
  ['in other words', 'line 12: no opening brace', false],
])('one about no object and no field is known by its message, %s', (_, message, isAccepted) => {
  const parts = { object: '', path: '' };
  const entry = sampleFinding({ ...parts, message: 'line 12: no closing brace' });
  const { accepted } = partByBaseline([sampleFinding({ ...parts, message })], [entry], linted);
  expect(accepted).toHaveLength(isAccepted ? 1 : 0);
});

test('an entry accepts one finding only', () => {
  const second = sampleFinding({ line: 30 });
  expect(partByBaseline([finding, second], [finding], linted)).toEqual({
    fresh: [second],
    accepted: [finding],
    gone: [],
  });
});

test('entries of charts that are not linted are not gone', () => {
  const other = sampleFinding({ chart: 'charts/api' });
  expect(partByBaseline([], [finding, other], linted).gone).toEqual([finding]);
});

test('the report of a run is a baseline of what it found and of what was accepted', () => {
  const accepted = sampleFinding({ line: 30, path: 'spec.strategi' });
  const report = reportOf(sampleOutcome({ findings: [finding], accepted: [accepted] }));
  const reading = readBaseline(JSON.stringify(report));
  const entries = 'entries' in reading ? reading.entries : [];
  expect(partByBaseline([finding, accepted], entries, linted)).toEqual({
    fresh: [],
    accepted: [finding, accepted],
    gone: [],
  });
});

test.each([
  ['findings: []', 'is not JSON'],
  ['[]', 'has no list findings; take the report of a run'],
  ['{"verdict":"invalid"}', 'has no list findings; take the report of a run'],
  ['{"findings":[], "accepted":{}}', 'has an accepted that is no list'],
  ['{"findings":["schema/unknown-field"]}', 'findings[0] is not an object'],
  ['{"findings":[{"rule":"policy/probes"}]}', 'findings[0] has no text chart'],
])('%s: %s', (text, problem) => {
  expect(readBaseline(text)).toEqual({ problem });
});
