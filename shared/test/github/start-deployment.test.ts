import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { ActionContext } from '../../src/action/context.ts';
import { createLog } from '../../src/action/create-log.ts';
import { InterruptedError } from '../../src/action/errors.ts';
import { createSecrets } from '../../src/action/secrets.ts';
import { openGitHub } from '../../src/github/open-github.ts';
import type { GitHubAccess } from '../../src/github/open-github.ts';
import { startDeployment, unreportedDeployment } from '../../src/github/start-deployment.ts';
import type { ReportedDeployment } from '../../src/github/start-deployment.ts';
import type { Clock } from '../../src/time/clock.ts';
import { systemClock } from '../../src/time/system-clock.ts';
import { quietContext } from '../action/quiet-context.ts';
import { RecordedWorld } from '../action/recorded-world.ts';
import { GitHubStandIn, says } from './github-stand-in.ts';
import type { Fault } from './github-stand-in.ts';

const sha = 'c0ffee'.repeat(6) + 'c0ff';
const runUrl = 'https://github.example/shop/web/actions/runs/7';
const root = '/api/v3/repos/shop/web/deployments';

let github: GitHubStandIn;
let world: RecordedWorld;
let cancel: AbortController;
beforeEach(async () => {
  github = await GitHubStandIn.start();
  world = new RecordedWorld();
  cancel = new AbortController();
});
afterEach(async () => {
  await github.stop();
});

/** A clock on which so many times as much passes. */
function hastyClock(factor: number): Clock {
  return {
    now: () => systemClock.now(),
    elapsed: () => systemClock.elapsed() * factor,
    sleep: (milliseconds, signal) => systemClock.sleep(milliseconds / factor, signal),
  };
}

function context(parts: Partial<ActionContext> = {}): ActionContext {
  const secrets = createSecrets((value) => {
    world.mask(value);
  });
  return quietContext({ secrets, log: createLog(world, secrets), ...parts });
}

async function start(
  environment = 'staging',
  access: Partial<GitHubAccess> = {},
  given = context(),
): Promise<ReportedDeployment> {
  const { apiUrl, repository, token } = github;
  const client = openGitHub(
    { apiUrl, repository, token, ...access },
    { context: given, signal: cancel.signal },
  );
  const description = 'Release web to namespace shop';
  return startDeployment(client, { environment, sha, runUrl, description });
}

const good = { state: 'success', description: 'Revision 3 is ready' } as const;

describe('a deployment', () => {
  test('is created in progress and ends with its URL', async () => {
    const deployment = await start();
    expect(github.deployments).toHaveLength(1);
    const [kept] = github.deployments;
    expect(kept?.body).toMatchObject({ ref: sha, environment: 'staging', auto_merge: false });
    expect(kept?.statuses).toEqual([
      { state: 'in_progress', description: 'Release web to namespace shop', log_url: runUrl },
    ]);
    await deployment.finish({ ...good, environmentUrl: 'https://shop.example/' });
    expect(kept?.statuses[1]).toEqual({
      ...good,
      log_url: runUrl,
      environment_url: 'https://shop.example/',
    });
    expect(github.requests).toEqual([
      `POST ${root}`,
      `POST ${root}/4201/statuses`,
      `POST ${root}/4201/statuses`,
    ]);
    expect(world.annotations).toEqual([]);
  });

  test.each(['success', 'failure', 'error', 'inactive'] as const)('ends as %s', async (state) => {
    const deployment = await start();
    await deployment.finish({ state, description: 'said so' });
    expect(github.statesOf(github.deployments[0])).toEqual(['in_progress', state]);
  });

  test('takes the place of the one before only when it is good', async () => {
    const states = (): (readonly string[])[] =>
      github.deployments.map((each) => github.statesOf(each).slice(1));
    await (await start()).finish(good);
    await (await start()).finish({ state: 'failure', description: 'crash loop' });
    await (await start('other')).finish(good);
    expect(states()).toEqual([['success'], ['failure'], ['success']]);
    await (await start()).finish(good);
    expect(states()).toEqual([['success', 'inactive'], ['failure'], ['success'], ['success']]);
  });

  test('shows no secret', async () => {
    const given = context();
    given.secrets.add('hunter2hunter2');
    const deployment = await start('staging', {}, given);
    await deployment.finish({ state: 'failure', description: 'login as hunter2hunter2 failed' });
    expect(github.deployments[0]?.statuses[1]?.description).toBe('login as *** failed');
    expect(world.masked).toContain(github.token);
  });

  test('goes through the proxy of the environment', async () => {
    const asked: string[] = [];
    const proxy = createServer((question, answer) => {
      const { headers, method = 'GET', url = '' } = question;
      asked.push(url);
      const { pathname } = new URL(url);
      question.pipe(
        request(new URL(pathname, github.apiUrl), { method, headers }, (reply) => {
          answer.writeHead(reply.statusCode ?? 0, reply.headers);
          reply.pipe(answer);
        }),
      );
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const { port } = proxy.address() as AddressInfo;
    const environment = { HTTP_PROXY: `http://127.0.0.1:${port}` };
    const apiUrl = new URL('http://github.invalid/api/v3');
    await start('staging', { apiUrl }, context({ environment }));
    proxy.closeAllConnections();
    await new Promise((resolve) => proxy.close(resolve));
    expect(github.statesOf(github.deployments[0])).toEqual(['in_progress']);
    expect(asked[0]).toBe(`http://github.invalid${root}`);
  });

  test('is nothing where nobody asked for it', async () => {
    await expect(unreportedDeployment.finish(good)).resolves.toBeUndefined();
  });
});

const dropped: Fault = { answer: 'reset' };
const lost: Fault = { answer: 'reset', done: true };

describe('what passes is got over', () => {
  test.each<[string, readonly (Fault | undefined)[], number]>([
    ['a server that is ill', [{ answer: says(502, 'Bad Gateway') }], 4],
    ['a connection that breaks', [dropped], 4],
    ['a connection that breaks twice', [dropped, undefined, dropped], 6],
    ['an answer that is lost', [lost], 3],
    ['an answer that is lost on the way back', [{ ...lost, answer: says(504, 'Timeout') }], 3],
    ['an answer that is lost, and the question for it', [lost, dropped], 4],
    ['too many calls', [{ answer: says(429, 'Slow down', { 'retry-after': '1' }) }], 3],
    [
      'a secondary limit',
      [{ answer: says(403, 'You have exceeded a secondary rate limit', { 'retry-after': '1' }) }],
      3,
    ],
    ['a status that is not taken at once', [undefined, dropped], 3],
  ])('%s', async (_, faults, requests) => {
    github.fail(...faults);
    const deployment = await start();
    expect(github.requests).toHaveLength(requests);
    await deployment.finish(good);
    expect(github.deployments).toHaveLength(1);
    expect(github.statesOf(github.deployments[0])).toEqual(['in_progress', 'success']);
    expect(world.annotations).toEqual([]);
  });
});

describe('what does not pass is one warning', () => {
  const unaffected = /The release itself is not affected\.$/;
  const permission = /deployments: write/;

  async function expectOneWarning(deployment: ReportedDeployment, said: RegExp): Promise<void> {
    await deployment.finish(good);
    expect(world.annotations).toHaveLength(1);
    const [warning = ''] = world.annotations;
    expect(warning).toMatch(/^warning: The deployment to environment staging is not reported/);
    expect(warning).toMatch(said);
    expect(warning).toMatch(unaffected);
    expect(warning).not.toContain(github.token);
  }

  test('a missing permission', async () => {
    github.permission = 'none';
    const deployment = await start();
    expect(deployment).toBe(unreportedDeployment);
    await expectOneWarning(
      deployment,
      /POST \/repos\/shop\/web\/deployments on 127.0.0.1:\d+ was answered 403 \(Resource not accessible by integration\)\. Give the job the permission deployments: write/,
    );
    expect(github.requests).toHaveLength(1);
  });

  test('a repository that the token does not see', async () => {
    await expectOneWarning(await start('staging', { repository: 'shop/other' }), permission);
  });

  test('a wrong token', async () => {
    const token = 'ghp_anotherToken9876543210';
    await expectOneWarning(await start('staging', { token }), /answered 401 \(Bad credentials\)/);
    expect(world.masked).toContain(token);
    expect(world.annotations.join()).not.toContain(token);
  });

  test('a token that comes back in the answer', async () => {
    github.fail({ answer: says(422, `no good: ${github.token}`) });
    await expectOneWarning(await start(), /\(no good: \*\*\*\)/);
  });

  test('a server that nobody reaches', async () => {
    const given = context({ clock: hastyClock(20) });
    const apiUrl = new URL('http://127.0.0.1:1/api/v3');
    await expectOneWarning(await start('staging', { apiUrl }, given), permission);
    expect(world.annotations[0]).toMatch(/127\.0\.0\.1:1 cannot be reached: nothing listens there/);
  });

  test('a server that never answers', async () => {
    github.fail(...Array.from({ length: 9 }, (): Fault => ({ answer: 'silence' })));
    const deployment = await start('staging', {}, context({ clock: hastyClock(100) }));
    await expectOneWarning(deployment, permission);
  });

  test('a limit that lasts longer than there is time', async () => {
    github.fail({ answer: says(429, 'Slow down', { 'retry-after': '3600' }) });
    await expectOneWarning(await start(), /answered 429 \(Slow down\)\. GitHub limits how often/);
    expect(github.requests).toHaveLength(1);
  });

  test('an end that is not taken', async () => {
    const deployment = await start();
    github.permission = 'none';
    await deployment.finish(good);
    expect(world.annotations).toEqual([
      expect.stringMatching(
        /staging ended, and GitHub does not show it: .*\/4201\/statuses .* answered 403/,
      ),
    ]);
  });

  test('a start and an end that are not taken', async () => {
    github.fail(undefined, { answer: says(404, 'Not Found') });
    const deployment = await start();
    github.permission = 'none';
    await deployment.finish(good);
    expect(world.annotations).toHaveLength(1);
  });
});

describe('a cancelled job', () => {
  test('still says how it ended', async () => {
    const deployment = await start();
    cancel.abort(new InterruptedError('SIGINT'));
    await deployment.finish({ state: 'error', description: 'interrupted by SIGINT' });
    expect(github.statesOf(github.deployments[0])).toEqual(['in_progress', 'error']);
  });

  test.each(['before', 'meanwhile'])('waits 3 s for that at most: cancelled %s', async (when) => {
    const deployment = await start('staging', {}, context({ clock: hastyClock(10) }));
    github.fail(...Array.from({ length: 9 }, (): Fault => ({ answer: 'silence' })));
    if (when === 'before') cancel.abort(new InterruptedError('SIGINT'));
    const begun = systemClock.elapsed();
    const finished = deployment.finish({ state: 'error', description: 'interrupted' });
    cancel.abort(new InterruptedError('SIGINT'));
    await finished;
    expect(systemClock.elapsed() - begun).toBeLessThan(5_000);
    expect(github.statesOf(github.deployments[0])).toEqual(['in_progress']);
    expect(world.annotations).toEqual([]);
  });
});
