import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { GitHubStandIn } from '../../shared/test/github/github-stand-in.ts';
import { application } from './support/manifest-folder.ts';
import { releaseNamespace } from './support/release-namespace.ts';
import type { ReleaseNamespace } from './support/release-namespace.ts';

let own: ReleaseNamespace;
let github: GitHubStandIn;

beforeAll(async () => {
  [own, github] = await Promise.all([releaseNamespace('deploy-github'), GitHubStandIn.start()]);
});

afterAll(async () => {
  await Promise.all([own.close(), github.stop()]);
});

const sha = 'a'.repeat(40);

function deploy(tag: string, inputs: Readonly<Record<string, string>> = {}) {
  const reported = {
    'github-deployment': 'true',
    environment: 'production',
    'github-token': github.token,
    ...inputs,
  };
  return own.deploy('web', application({ name: 'web', tag }), reported, {
    GITHUB_API_URL: github.apiUrl.href,
    GITHUB_REPOSITORY: github.repository,
    GITHUB_SERVER_URL: 'https://github.example',
    GITHUB_SHA: sha,
  });
}

test('GitHub is told of a deployment, of its end, and of nothing in a dry run', async () => {
  await deploy('v1', { 'dry-run': 'true' });
  expect(github.requests).toEqual([]);
  const good = await deploy('v1');
  expect(good.outputs.verdict).toBe('deployed');
  const [first] = github.deployments;
  expect(first?.body).toMatchObject({ ref: sha, environment: 'production', auto_merge: false });
  expect(github.statesOf(first)).toEqual(['in_progress', 'success']);
  expect(first?.statuses.at(-1)?.log_url).toBe('https://github.example/shop/web/actions/runs/1');
  const bad = await deploy('none');
  expect(bad.outputs.verdict).toBe('rolled-back');
  const last = github.deployments.at(-1);
  expect(github.statesOf(last)).toEqual(['in_progress', 'failure']);
  expect(last?.statuses.at(-1)?.description).toContain('podinfo:none');
  expect(good.stdout + bad.stdout).not.toMatch(
    new RegExp(`^(?!::add-mask::).*${github.token}`, 'm'),
  );
});

test('a token without the right to report is a warning, and the deploy is good', async () => {
  github.permission = 'none';
  const run = await deploy('v2');
  expect([run.exitCode, run.outputs.verdict]).toEqual([0, 'deployed']);
  expect(run.stdout).toMatch(/::warning.*deployments: write/);
});
