import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mapConcurrently } from '@kube-delivery/shared/async/map-concurrently';
import type { Case } from './chaos-toolkit/case.ts';
import { corpus } from './chaos-toolkit/corpus.ts';
import { differences } from './chaos-toolkit/differences.ts';
import { ensureChaosToolkit } from './chaos-toolkit/install.ts';
import { startOriginal } from './chaos-toolkit/original.ts';
import type { Original } from './chaos-toolkit/original.ts';
import { runOriginal } from './chaos-toolkit/run-original.ts';
import { runOurs } from './chaos-toolkit/run-ours.ts';
import { startService } from './chaos-toolkit/service.ts';
import type { Service } from './chaos-toolkit/service.ts';
import { prepareCase } from './chaos-toolkit/workspace.ts';

const atOnce = 3;

let folder: string;
let original: Original;
let service: Service;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'kube-delivery-chaos-toolkit-'));
  original = startOriginal(await ensureChaosToolkit(), folder);
  service = await startService();
}, 600_000);

afterAll(async () => {
  await original.close();
  await service.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What is wrong with a case, a line each; empty where both programs do the same. */
async function deviations(given: Case, index: number): Promise<readonly string[]> {
  const prepare = (program: string): ReturnType<typeof prepareCase> => {
    const workspace = path.join(folder, String(index), program);
    mkdirSync(workspace, { recursive: true });
    return prepareCase(given, workspace, service.base);
  };
  const theirs = await runOriginal(original, given, prepare('original'));
  const ours = await runOurs(given, prepare('ours'), path.join(folder, 'compiled'));
  const found = [
    ...(theirs.ending === given.ends
      ? []
      : [`should end ${given.ends}, but Chaos Toolkit ended ${theirs.ending}`]),
    ...differences(theirs.outcome, ours.outcome, given),
  ];
  return found.map((line) => `${given.name}: ${line}`);
}

test('experiments end as Chaos Toolkit ends them, with the same journal', async () => {
  const cases = corpus.map((given, index) => ({ given, index }));
  const found = await mapConcurrently(cases, atOnce, ({ given, index }) =>
    deviations(given, index),
  );
  const compared = corpus.flatMap(({ departs }, i) =>
    departs === undefined ? [found[i] ?? []] : [],
  );
  const agreed = compared.filter((lines) => lines.length === 0).length;
  // Jest's own words go to standard error, too.
  process.stderr.write(
    `chaos-run and Chaos Toolkit: agreement ${agreed} of ${compared.length}, ` +
      `${corpus.length - compared.length} departures on purpose\n`,
  );
  expect(found.flat()).toEqual([]);
}, 600_000);
