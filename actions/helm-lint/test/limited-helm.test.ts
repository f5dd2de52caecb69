import { expect, test } from '@jest/globals';
import { limitHelm } from '../src/limited-helm.ts';

const { signal } = new AbortController();

test('no more processes run at once than allowed, and each one that waits gets its turn', async () => {
  let running = 0;
  let most = 0;
  const order: string[] = [];
  const helm = limitHelm(
    {
      major: 4,
      version: '4.3.0',
      run: async ([name = '']) => {
        running += 1;
        most = Math.max(most, running);
        order.push(name);
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
        if (name === 'b') throw new Error('b failed');
        return { exitCode: 0, stdout: name, stderr: '' };
      },
    },
    2,
  );
  const names = ['a', 'b', 'c', 'd', 'e'];
  const ends = await Promise.allSettled(names.map((name) => helm.run([name], signal)));
  expect(ends.map(({ status }) => status === 'fulfilled')).toEqual([true, false, true, true, true]);
  expect({ most, order, started: helm.started }).toEqual({ most: 2, order: names, started: 5 });
});

test('a run that waits when the job is cancelled is never started', async () => {
  const cancel = new AbortController();
  const helm = limitHelm(
    {
      major: 4,
      version: '4.3.0',
      run: async () => {
        await new Promise((resolve) => setImmediate(resolve));
        return { exitCode: 0, stdout: '', stderr: '' };
      },
    },
    1,
  );
  const first = helm.run([], cancel.signal);
  const second = helm.run([], cancel.signal);
  cancel.abort(new Error('cancelled'));
  await first;
  await expect(second).rejects.toThrow('cancelled');
  expect(helm.started).toBe(1);
});
