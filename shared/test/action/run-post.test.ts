import { expect, test } from '@jest/globals';
import { PreconditionError } from '../../src/action/errors.ts';
import { runPost } from '../../src/action/run-post.ts';
import { RecordedWorld } from './recorded-world.ts';

test('a post step reads what the action kept, and the same inputs', async () => {
  const world = new RecordedWorld({ STATE_until: '10:05', INPUT_RELEASE: 'shop' });
  await runPost(async ({ context, kept, reader }) => {
    const seen = [kept('until'), String(kept('other')), reader.text('release')];
    context.log.info(seen.join(' '));
    return Promise.resolve();
  }, world);
  expect(world.lines).toEqual(['10:05 undefined shop']);
  expect([world.annotations, world.exitCode]).toEqual([[], 0]);
});

test('a post step that fails warns, and does not fail the job', async () => {
  const world = new RecordedWorld({ INPUT_TOKEN: 'hidden' });
  await runPost(({ context, reader }) => {
    context.secrets.add(reader.text('token', ''));
    return Promise.reject(new PreconditionError('the server does not take hidden'));
  }, world);
  expect(world.annotations).toEqual(['warning: the server does not take ***']);
  expect(world.exitCode).toBe(0);
});

test('a post step is told of a cancelled job, and cannot keep anything', async () => {
  const world = new RecordedWorld();
  await runPost(({ context }) => {
    world.interrupt('SIGTERM');
    expect(context.signal.aborted).toBe(true);
    context.keepForPost('key', 'value');
    return Promise.resolve();
  }, world);
  expect(world.annotations).toEqual(['warning: nothing comes after the post step']);
});
