import process from 'node:process';
import { expect, test } from '@jest/globals';
import { withLock } from '../lock.ts';

test('the second of two waits for the first', async () => {
  const name = `lock test ${process.pid}`;
  const events: string[] = [];
  const work = async (who: string): Promise<void> => {
    events.push(`${who} starts`);
    await new Promise((resolve) => setTimeout(resolve, 50));
    events.push(`${who} ends`);
  };
  await Promise.all([withLock(name, () => work('first')), withLock(name, () => work('second'))]);
  expect(events).toEqual(['first starts', 'first ends', 'second starts', 'second ends']);
});

test('a failed action gives the lock back', async () => {
  const name = `failing lock test ${process.pid}`;
  const failing = withLock(name, () => Promise.reject(new Error('broken')));
  await expect(failing).rejects.toThrow('broken');
  await expect(withLock(name, () => Promise.resolve('free'))).resolves.toBe('free');
});
