import { expect, test } from '@jest/globals';
import { annotationText, createLog } from '../../src/action/create-log.ts';
import { createSecrets } from '../../src/action/secrets.ts';
import { RecordedWorld } from './recorded-world.ts';

test('progress is told at most every ten seconds', async () => {
  const world = new RecordedWorld();
  const log = createLog(
    world,
    createSecrets(() => undefined),
  );
  const signal = new AbortController().signal;
  for (let second = 0; second <= 20; second += 1) {
    log.progress(`${second} s`);
    await world.clock.sleep(1000, signal);
  }
  expect(world.lines).toEqual(['0 s', '10 s', '20 s']);
});

test('a group is closed when its work fails', async () => {
  const world = new RecordedWorld();
  const log = createLog(
    world,
    createSecrets(() => undefined),
  );
  await expect(log.group('Applying', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(world.lines).toEqual(['▸ Applying', '◂']);
});

test('an annotation at a place keeps the place, and no secret', () => {
  const world = new RecordedWorld();
  const secrets = createSecrets(() => undefined);
  secrets.add('hunter2-hunter2');
  const place = { file: 'templates/web.yaml', line: 12, column: 5, title: 'policy/image-latest' };
  createLog(world, secrets).annotate('error', 'the password is hunter2-hunter2', place);
  expect(world.annotations).toEqual(['error: the password is *** at templates/web.yaml:12']);
});

test('an annotation is cut where GitHub cuts it', () => {
  expect(annotationText('short')).toBe('short');
  expect(annotationText('x'.repeat(5000))).toHaveLength(4096);
});
