import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../../shared/src/json/json.ts';
import { deadline } from './support/deadline.ts';
import { eventually } from './support/eventually.ts';
import { expectVerdict } from './support/expect-verdict.ts';
import { application, sampleImage } from './support/manifest-folder.ts';
import { releaseNamespace } from './support/release-namespace.ts';
import type { ReleaseNamespace } from './support/release-namespace.ts';
import { serviceAccount, tokenInputs } from './support/service-account.ts';
import type { TestAccount } from './support/service-account.ts';
import { slowApplication } from './support/slow-app.ts';

const longest = 150_000;
/** The API server remembers for 10 s that a token was good. */
const secondsUntilReady = 25;

let own: ReleaseNamespace;
let account: TestAccount;
const folder = mkdtempSync(path.join(tmpdir(), 'kube-delivery-tokens-'));

beforeAll(async () => {
  own = await releaseNamespace('deploy-faults-credentials');
  account = await serviceAccount(own, 'deployer', [
    { apiGroups: ['*'], resources: ['*'], verbs: ['*'] },
  ]);
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await own.close();
});

const secretReference = (name: string) => ({ apiVersion: 'v1', kind: 'Secret', name });

/** Makes a Secret that a token lives and dies with. */
async function lifeline(name: string): Promise<string> {
  const { apiVersion, kind } = secretReference(name);
  await own.cluster.create({ apiVersion, kind, metadata: { name } }, { signal: deadline() });
  return name;
}

/** A kubeconfig of this user in a file. */
function kubeconfig(name: string, user: JsonObject): string {
  const authority = Buffer.from(account.certificateAuthority).toString('base64');
  const file = path.join(folder, `${name}.kubeconfig`);
  writeFileSync(
    file,
    JSON.stringify({
      clusters: [
        {
          name: 'c',
          cluster: { server: account.server, 'certificate-authority-data': authority },
        },
      ],
      users: [{ name: 'u', user }],
      contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
      'current-context': 'x',
    }),
    { mode: 0o600 },
  );
  return file;
}

/** A credential plugin that gives the token in a file. */
function plugin(name: string, tokenFile: string): string {
  const script = path.join(folder, `${name}-plugin`);
  const credential =
    '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"%s"}}';
  writeFileSync(script, `#!/bin/sh\nprintf '${credential}' "$(cat '${tokenFile}')"\n`);
  chmodSync(script, 0o755);
  return script;
}

describe('fault 8: the token expires during the wait', () => {
  const sources: readonly (readonly [string, (tokenFile: string) => JsonObject])[] = [
    ['token-file', (tokenFile) => ({ tokenFile })],
    [
      'plugin',
      (tokenFile) => ({
        exec: {
          apiVersion: 'client.authentication.k8s.io/v1',
          command: plugin('plugin', tokenFile),
        },
      }),
    ],
  ];

  test.concurrent.each(sources)(
    'a new one from its %s is used, and the release is deployed',
    async (name, userOf) => {
      const [first, second] = await Promise.all([lifeline(`${name}-1`), lifeline(`${name}-2`)]);
      const tokenFile = path.join(folder, `${name}.token`);
      writeFileSync(tokenFile, await account.token(first));
      const app = slowApplication({ name, tag: 'v1' }, secondsUntilReady);
      const running = own.start(name, app, { kubeconfig: kubeconfig(name, userOf(tokenFile)) });
      await eventually(
        () => own.imageOf(name),
        (image) => image === sampleImage('v1'),
        30_000,
      );
      writeFileSync(tokenFile, await account.token(second));
      await own.cluster.delete(secretReference(first), { signal: deadline() });
      const run = await running.finished;
      expectVerdict(run, 'deployed');
      expect((await own.records(name)).map(({ outcome }) => outcome)).toEqual(['deployed']);
      expect(run.stdout.replace(/^::add-mask::.*$/gm, '')).not.toMatch(/eyJ/);
    },
    longest,
  );

  test.concurrent(
    'without a source of new ones the error says so, and a run with a new token goes on',
    async () => {
      const name = 'plain';
      const app = slowApplication({ name, tag: 'v1' }, secondsUntilReady);
      const token = await lifeline(name);
      const running = own.start(name, app, await tokenInputs(account, token));
      await eventually(
        () => own.imageOf(name),
        (image) => image === sampleImage('v1'),
        30_000,
      );
      await own.cluster.delete(secretReference(token), { signal: deadline() });
      const run = await running.finished;
      expect([run.exitCode, run.outputs.verdict]).toEqual([1, 'failed']);
      expect(run.outputs.reason).toMatch(/401 Unauthorized/);
      expect(run.stdout).toMatch(/::error::deploy: failed: .*renew the token/);
      const again = await own.deploy(name, application({ name, tag: 'v1' }), {
        ...(await tokenInputs(account)),
        'lock-timeout': '60s',
      });
      expectVerdict(again, 'deployed');
      expect((await own.records(name)).map(({ outcome }) => outcome)).toEqual([
        'abandoned',
        'deployed',
      ]);
    },
    longest,
  );
});
