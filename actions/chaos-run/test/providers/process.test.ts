import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { isJsonObject } from '@kube-delivery/shared/json/json';
import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import { systemClock } from '@kube-delivery/shared/time/system-clock';
import { providerOf } from '../../src/experiment/provider-of.ts';
import type { ProcessProvider } from '../../src/experiment/experiment.ts';
import { processProblems } from '../../src/providers/process-problems.ts';
import { runProcess } from '../../src/providers/process.ts';
import type { ProviderWorld } from '../../src/providers/provider-world.ts';

interface Recorded {
  readonly provider: JsonObject;
  readonly configuration: JsonObject;
  readonly answer: JsonObject | 'failed' | 'crashed';
}

// What chaoslib 1.44.0 gave.
const recorded = JSON.parse(
  readFileSync(path.join(import.meta.dirname, 'fixtures', 'subprocess-answers.json'), 'utf8'),
) as readonly Recorded[];

const noNames = { configuration: {}, secrets: {} };
const environment = { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: '/root' };
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'chaos-process-'));
  writeFileSync(path.join(folder, 'tool.sh'), '#!/bin/sh\necho tool $1', { mode: 0o755 });
  writeFileSync(path.join(folder, 'noexec.txt'), 'x', { mode: 0o644 });
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function worldWith(signal = new AbortController().signal): ProviderWorld {
  return { clock: systemClock, signal, environment, folder };
}

function program(document: JsonObject): ProcessProvider {
  const provider = providerOf({ type: 'process', ...document });
  if (provider.type !== 'process') throw new TypeError('a process provider is needed');
  return provider;
}

async function answerOf(provider: ProcessProvider, configuration: JsonObject): Promise<Json> {
  try {
    return await runProcess(provider, { configuration, secrets: {} }, worldWith());
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    if (name === 'ActivityFailedError') return 'failed';
    if (name === 'ActivityCrashedError') return 'crashed';
    throw error;
  }
}

test.each(recorded)('$provider ends as recorded', async ({ provider, configuration, answer }) => {
  expect(await answerOf(program(provider), configuration)).toStrictEqual(answer);
});

test('hands floats over as Python writes them', async () => {
  const document = { type: 'process', path: 'echo', arguments: [1, 1, [2], '${ratio}', '${n}'] };
  const provider = providerOf(document, new Set(['/arguments/0', '/arguments/2/0']));
  if (provider.type !== 'process') throw new TypeError('a process provider is needed');
  const scope = {
    configuration: { ratio: 3, n: 3 },
    secrets: {},
    floats: new Set(['/configuration/ratio']),
  };
  expect(await runProcess(provider, scope, worldWith())).toMatchObject({
    stdout: '1.0 1 [2.0] 3.0 3\n',
  });
});

test('runs in the workspace', async () => {
  const output = await runProcess(program({ path: 'pwd' }), noNames, worldWith());
  expect(output).toStrictEqual({ status: 0, stdout: `${folder}\n`, stderr: '' });
});

test('kills all that a process started when its time is up', async () => {
  const script = 'sleep 60 & echo $! > child; wait';
  const provider = program({ path: 'sh', arguments: ['-c', script], timeout: 0.5 });
  await expect(runProcess(provider, noNames, worldWith())).rejects.toThrow(
    'sh took longer than its timeout of 0.5 s',
  );
  await expectGone(childIn(folder));
});

test('ends all that a process started when the signal aborts, even what does not listen', async () => {
  const stop = new AbortController();
  const script = 'trap "" TERM; sleep 60 & echo $! > child; while :; do sleep 0.1; done';
  const provider = program({ path: 'sh', arguments: ['-c', script] });
  const begun = systemClock.elapsed();
  const running = runProcess(provider, noNames, worldWith(stop.signal));
  setTimeout(() => {
    stop.abort(new Error('enough'));
  }, 300);
  await expect(running).rejects.toThrow('enough');
  expect(systemClock.elapsed() - begun).toBeLessThan(2500);
  await expectGone(childIn(folder));
});

test('starts nothing when the signal has aborted before', async () => {
  const provider = program({ path: 'touch', arguments: ['never'] });
  const running = runProcess(provider, noNames, worldWith(AbortSignal.abort(new Error('enough'))));
  await expect(running).rejects.toThrow('enough');
  expect(() => readFileSync(path.join(folder, 'never'))).toThrow('ENOENT');
});

test('fails a process that writes without end', async () => {
  const provider = program({ path: 'yes' });
  await expect(runProcess(provider, noNames, worldWith())).rejects.toThrow(
    'yes wrote more than 32 MiB',
  );
});

test('hands over the value that a tolerance asks about', async () => {
  const provider = program({ path: 'echo', arguments: { '-n': null } });
  const output = await runProcess(provider, noNames, worldWith(), { value: { a: 1 } });
  expect(isJsonObject(output) && output.stdout).toBe("value {'a': 1}");
});

test.each([
  [{}, ['a process provider needs a `path`']],
  [{ path: '' }, ['a process provider needs a `path`']],
  [{ path: 5 }, ['the path of a process provider is a text']],
  [{ path: 'sh' }, []],
  [{ path: '/bin/sh' }, []],
  [{ path: './tool.sh' }, []],
  [{ path: 'tool.sh' }, ['there is no program tool.sh on the PATH']],
  [
    { path: './noexec.txt' },
    ['there is no executable file ./noexec.txt (relative paths are relative to the workspace)'],
  ],
  [
    { path: '/bin' },
    ['there is no executable file /bin (relative paths are relative to the workspace)'],
  ],
])('the process provider %j has the problems %j', (provider: JsonObject, problems) => {
  expect(processProblems(provider, { environment, folder })).toStrictEqual(problems);
});

function childIn(of: string): number {
  return Number(readFileSync(path.join(of, 'child'), 'utf8'));
}

/** A killed process takes a moment to go. */
async function expectGone(id: number): Promise<void> {
  const { signal } = new AbortController();
  for (let tries = 0; !isGone(id) && tries < 50; tries += 1) await systemClock.sleep(40, signal);
  expect(isGone(id)).toBe(true);
}

function isGone(id: number): boolean {
  try {
    process.kill(id, 0);
  } catch {
    return true;
  }
  // Nobody may have waited for it yet.
  return readFileSync(`/proc/${String(id)}/stat`, 'utf8').includes(') Z ');
}
