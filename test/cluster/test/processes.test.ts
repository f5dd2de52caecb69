import { expect, test } from '@jest/globals';
import { runCommand } from '../processes/run-command.ts';
import { Hopeless, waitFor } from '../processes/wait-for.ts';

test('the output is what the command wrote to standard output', async () => {
  const script = 'cat; echo warning >&2';
  await expect(runCommand('sh', ['-c', script], { input: 'data' })).resolves.toBe('data');
});

test.each([
  ['its exit code and last lines', 'echo broken disk >&2; exit 3', /exited 3:\n {2}broken disk/],
  ['the signal that killed it', 'kill -KILL $$', /was killed \(SIGKILL\)/],
])('a failure says %s', async (_, script, message) => {
  await expect(runCommand('sh', ['-c', script])).rejects.toThrow(message);
});

test('a command that does not exist and one that takes too long are failures', async () => {
  await expect(runCommand('/no/such/program', [])).rejects.toThrow('could not be started');
  await expect(runCommand('sleep', ['60'], { timeoutMs: 50 })).rejects.toThrow('was killed');
});

test('waiting ends when the check passes', async () => {
  let calls = 0;
  await waitFor(
    'the third call',
    () => {
      calls += 1;
      return calls < 3 ? Promise.reject(new Error('not yet')) : Promise.resolve();
    },
    10_000,
  );
  expect(calls).toBe(3);
});

test('waiting ends with the last failure after its time, or at once when it is hopeless', async () => {
  const late = waitFor('etcd', () => Promise.reject(new Error('no answer')), 0);
  await expect(late).rejects.toThrow('etcd was not ready after 0 s: no answer');
  const dead = waitFor('etcd', () => Promise.reject(new Hopeless('it ended')), 60_000);
  await expect(dead).rejects.toThrow('it ended');
});
