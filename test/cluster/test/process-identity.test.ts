import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { expect, test } from '@jest/globals';
import { identify, isRunning, parseStat, signalProcess } from '../processes/process-identity.ts';
import { stopProcesses } from '../processes/stop.ts';

const after = 'R 1 1 1 0 -1 4194560 2 0 0 0 0 0 0 0 20 0 1 0 4242 99';

test.each([
  ['a plain command', `7 (etcd) ${after}`],
  ['blanks and parentheses in the command', `7 (a) b (c)) ${after}`],
])('the start time is found after %s', (_, stat) => {
  expect(parseStat(stat)).toEqual({ state: 'R', startTicks: '4242' });
});

test('an unknown form is an error, not a wrong start time', () => {
  expect(() => parseStat('7 (etcd) R 1')).toThrow('unknown form');
});

test('this process is recognised, one that started at another time is not', () => {
  const self = identify(process.pid);
  if (self === undefined) throw new Error('this process was not found');
  expect(isRunning(self)).toBe(true);
  const earlier = { ...self, startTicks: '1' };
  expect(isRunning(earlier)).toBe(false);
  expect(signalProcess(earlier, 'SIGKILL')).toBe(false);
});

test('a process that ignores SIGTERM is stopped all the same', async () => {
  const child = spawn('sh', ['-c', 'trap "" TERM; echo ready; while :; do sleep 0.1; done']);
  await once(child.stdout, 'data');
  const identity = identify(child.pid ?? 0);
  if (identity === undefined) throw new Error('the child was not found');
  await stopProcesses([identity], 200);
  expect(isRunning(identity)).toBe(false);
});
