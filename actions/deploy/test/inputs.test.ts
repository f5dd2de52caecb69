import { mkdtempSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { quietContext } from '../../../shared/test/action/quiet-context.ts';
import { InputError } from '@kube-delivery/shared/action/errors';
import { InputReader } from '@kube-delivery/shared/action/input-reader';
import { readRunFacts } from '@kube-delivery/shared/action/read-run-facts';
import { imagesOf } from '@kube-delivery/shared/manifests/replace-images';
import { readInputs } from '../src/inputs.ts';
import type { Inputs } from '../src/inputs.ts';

const pod =
  'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: app, image: "host:5000/team/app:1"}]}\n';

/** Reads inputs in a workspace that holds `files`; gives the problems instead where there are any. */
function read(
  given: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string>> = { 'pod.yaml': pod },
): Inputs | readonly string[] {
  const home = mkdtempSync(path.join(tmpdir(), 'deploy-inputs-'));
  const workspace = path.join(home, 'workspace');
  mkdirSync(workspace);
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(path.join(workspace, name), content);
  }
  const environment = {
    GITHUB_REPOSITORY: 'me/My.Shop',
    GITHUB_WORKSPACE: workspace,
    RUNNER_TEMP: path.join(home, 'temp'),
  };
  const run = readRunFacts({ environment, readText: () => undefined });
  const context = quietContext({ run, environment });
  const inputs: Readonly<Record<string, string>> = {
    server: 'https://127.0.0.1:6443',
    token: 'abcdef',
    ...given,
  };
  const reader = new InputReader((name) => inputs[name]);
  const result = readInputs(reader, context);
  try {
    reader.finish();
    return result;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.problems.map(({ input, message }) => `${input}: ${message}`);
  }
}

describe('the inputs of deploy', () => {
  test('have the defaults of action.yml', () => {
    expect(read({ manifests: 'pod.yaml' })).toMatchObject({
      release: 'my-shop',
      strategy: 'rolling',
      canary: { replicas: { kind: 'number', value: 1 }, traffic: 'route' },
      watching: { wait: true, timeout: 600_000, failFast: true, logLines: 40 },
      blueGreen: { settle: 10_000, soak: 60_000, scaleDownDelay: 300_000 },
      recreate: { onMigrationFailure: 'restore' },
      prune: false,
      revisionGuard: true,
      onFailure: 'rollback',
      dryRun: false,
      forceConflicts: false,
      createNamespace: false,
      historyLimit: 10,
      lockTimeout: 300_000,
    });
  });

  test('replace images from both inputs', () => {
    const images = [{ registry: 'host:5000', repository: 'team/app', tag: '2', digest: '' }];
    const list = JSON.stringify({ schemaVersion: 1, images });
    const files = { 'pod.yaml': pod, 'images.json': list };
    for (const given of [{ images: 'host:5000/team/app:2' }, { 'images-from': 'images.json' }]) {
      const inputs = read({ manifests: 'pod.yaml', ...given }, files) as Inputs;
      const { source } = inputs;
      const manifests = source.kind === 'manifests' ? source.manifests : [];
      expect(imagesOf(manifests.map(({ object }) => object))).toEqual(['host:5000/team/app:2']);
    }
  });

  test('tell every problem at once', () => {
    const given = {
      manifests: 'pod.yaml\nnone/*.yaml',
      images: 'a:latest',
      'images-from': 'missing.json',
      release: 'My Shop',
      strategy: 'bluegreen',
      timeout: '5',
      wait: 'yes',
      'canary-replicas': '0',
      'max-surge': '0',
      'max-unavailable': '0%',
      'history-limit': '0',
      'on-failure': 'retry',
    };
    const problems = read(given) as readonly string[];
    expect(problems.map((problem) => problem.split(':')[0]).sort()).toEqual(
      Object.keys(given)
        .filter((name) => name !== 'max-unavailable')
        .sort(),
    );
    expect(problems).toContainEqual(
      'strategy: "bluegreen" is not known; allowed are rolling, recreate, blue-green, canary',
    );
  });

  test.each([
    ['no manifests', {}, /^manifests: was not given, and neither was kustomize or chart/],
    [
      'an image of another host',
      { manifests: '.', images: 'team/app:2' },
      /are there: host:5000\/team\/app/,
    ],
    [
      'a folder of image lists',
      { manifests: '.', 'images-from': '.' },
      /images-from: pod\.yaml is not a manifest file/,
    ],
    ['files outside', { manifests: '../..' }, /outside the workspace/],
  ])('refuse %s', (_, given, message) => {
    expect(read(given)).toEqual([expect.stringMatching(message)]);
  });
});
