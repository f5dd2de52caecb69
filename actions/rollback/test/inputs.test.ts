import { expect, test } from '@jest/globals';
import { quietContext } from '../../../shared/test/action/quiet-context.ts';
import { InputError } from '@kube-delivery/shared/action/errors';
import { InputReader } from '@kube-delivery/shared/action/input-reader';
import { readRunFacts } from '@kube-delivery/shared/action/read-run-facts';
import { readInputs } from '../src/inputs.ts';
import type { Inputs } from '../src/inputs.ts';

function read(given: Readonly<Record<string, string>>): Inputs | readonly string[] {
  const environment = { GITHUB_REPOSITORY: 'me/My.Shop' };
  const run = readRunFacts({ environment, readText: () => undefined });
  const inputs: Readonly<Record<string, string>> = {
    server: 'https://127.0.0.1:6443',
    token: 'abcdef',
    ...given,
  };
  const reader = new InputReader((name) => inputs[name]);
  const result = readInputs(reader, quietContext({ run, environment }));
  try {
    reader.finish();
    return result;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.problems.map(({ input, message }) => `${input}: ${message}`);
  }
}

test.each([
  [{}, { kind: 'release', name: 'my-shop' }],
  [{ release: 'web' }, { kind: 'release', name: 'web' }],
  [
    { workload: 'deployment/web' },
    { kind: 'workload', workload: { kind: 'Deployment', name: 'web' } },
  ],
  [{ workload: 'STS/db.a' }, { kind: 'workload', workload: { kind: 'StatefulSet', name: 'db.a' } }],
  [{ workload: 'ds/agent' }, { kind: 'workload', workload: { kind: 'DaemonSet', name: 'agent' } }],
  [{ 'helm-release': 'web' }, { kind: 'helm-release', name: 'web' }],
])('%j names its subject', (given, subject) => {
  expect(read(given)).toMatchObject({ subject, to: 'last-good', mode: 'rollback', dryRun: false });
});

test('a revision is a number', () => {
  expect(read({ to: '12' })).toMatchObject({ to: 12 });
});

test.each([
  [{ workload: 'deployment/web', release: 'web' }, /^workload: .*give one$/],
  [{ 'helm-release': 'a', release: 'web' }, /^helm-release: .*give one$/],
  [{ workload: 'deploymnet/web' }, /^workload: .*did you mean deployment\?/],
  [{ workload: 'deployment' }, /^workload: .*no legal name; write deployment\/web/],
  [{ workload: 'deployment/Web' }, /^workload: .*no legal name/],
  [{ workload: 'deployment/a/b' }, /^workload: .*no legal name/],
  [{ to: '0' }, /^to: "0" is neither/],
  [{ to: '1.5' }, /^to: "1.5" is neither/],
  [{ mode: 'finish', workload: 'ds/a' }, /^mode: finish is for a release/],
  [{ timeout: '5' }, /^timeout: .*no unit/],
])('%j is refused', (given, message) => {
  expect(read(given)).toEqual([expect.stringMatching(message)]);
});
