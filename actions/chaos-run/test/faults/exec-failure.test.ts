import { expect, test } from '@jest/globals';
import { execFailure, whyFailed } from '../../src/faults/exec-failure.ts';
import type { PodExec } from '../../src/faults/exec-in-pods.ts';

const place = { pod: 'web-1', container: 'app' };
const where = 'pod web-1, container app: ';
const asked = { command: ['redis-cli', '-a', 's3cr3t', '--user=admin'], timeout: 2000 };
const ended = (exitCode: number, stderr = ''): PodExec => ({
  ...place,
  ended: { exitCode, stdout: 'out', stderr },
});

test.each<[string, PodExec, string | undefined]>([
  ['0', ended(0, 'warning'), undefined],
  ['the end by a signal', ended(137), undefined],
  ['an exit code', ended(3), 'it ended with 3'],
  ['the highest one that is no signal', ended(128), 'it ended with 128'],
  ['the last three lines', ended(1, 'a\nb\r\n\n  c \nd\n'), 'it ended with 1: b | c | d'],
  [
    'arguments in what it said',
    ended(1, 'AUTH s3cr3t failed for admin (-a)'),
    'it ended with 1: AUTH *** failed for *** (-a)',
  ],
  [
    'the time that is over',
    { ...place, ended: 'took too long' },
    'it was not done within 2s; it may still run there',
  ],
  [
    'a program that is not there',
    { ...place, ended: { refused: 'exec: "redis-cli": not found, args s3cr3t' } },
    'exec: "redis-cli": not found, args ***',
  ],
])('%s', (_, result, failure) => {
  expect(whyFailed(result, asked)).toBe(failure === undefined ? undefined : `${where}${failure}`);
});

test('what was said is cut, and its end is kept', () => {
  const failure = whyFailed(ended(1, `${'x'.repeat(1000)}the end`), asked) ?? '';
  expect(failure).toMatch(/: …x+the end$/);
  expect(failure.length).toBeLessThan(350);
});

test('of several pods all that failed are told', () => {
  const other = { ...ended(2, 'no'), pod: 'web-2' };
  expect(execFailure([ended(0), ended(137)], asked)).toBeUndefined();
  expect(execFailure([ended(0), other, ended(1)], asked)).toBe(
    'the command failed in 2 of 3 pods: pod web-2, container app: it ended with 2: no; pod web-1, container app: it ended with 1',
  );
  expect(execFailure([other], asked)).toMatch(/^the command failed in 1 of 1 pod: /);
});
