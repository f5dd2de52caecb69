import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { apiFailure } from './support/api-failure.ts';
import { kubeSystem } from './support/kube-system.ts';
import { administrator, connectTest } from './support/test-connection.ts';

const signal = AbortSignal.timeout(120_000);

describe('credentials that expire', () => {
  /** A kubeconfig user whose plugin gives one token after the other, and the count of its starts. */
  function plugin(...tokens: readonly string[]): {
    user: Record<string, unknown>;
    starts: () => number;
    remove: () => void;
  } {
    const folder = mkdtempSync(path.join(tmpdir(), 'kube-delivery-plugin-'));
    const script = path.join(folder, 'plugin');
    const last = tokens.at(-1) ?? '';
    tokens.forEach((token, index) => {
      writeFileSync(path.join(folder, String(index + 1)), token);
    });
    writeFileSync(
      script,
      `#!/bin/sh
echo start >> "${folder}/starts"
echo "$KUBERNETES_EXEC_INFO" > "${folder}/info"
token=$(cat "${folder}/$(wc -l < "${folder}/starts" | tr -d ' ')" 2>/dev/null || echo "${last}")
echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"'"$token"'"}}'
`,
    );
    chmodSync(script, 0o755);
    const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: script };
    return {
      user: { token: undefined, exec },
      starts: () => readFileSync(path.join(folder, 'starts'), 'utf8').trim().split('\n').length,
      remove: () => {
        rmSync(folder, { recursive: true });
      },
    };
  }

  test('a refused token is replaced by the plugin, once for all who wait', async () => {
    const { headers } = await administrator();
    const [, token = ''] = (headers.Authorization ?? '').split(' ');
    const { user, starts, remove } = plugin('expired-token', token);
    const cluster = await connectTest({ user });
    const reads = Array.from({ length: 20 }, () => cluster.read(kubeSystem, signal));
    const names = (await Promise.all(reads)).map((object) => object?.metadata.name);
    expect(new Set(names)).toEqual(new Set(['kube-system']));
    expect(starts()).toBe(2);
    remove();
    await cluster.close();
  });

  test('a plugin that gives wrong tokens only ends in one clear error', async () => {
    const { user, starts, remove } = plugin('expired-token');
    const cluster = await connectTest({ user });
    const error = await apiFailure(cluster.read(kubeSystem, signal));
    expect(error).toMatchObject({ status: 401, hint: expect.stringContaining('renew the token') });
    expect(starts()).toBe(2);
    remove();
    await cluster.close();
  });

  test('a plugin that cannot be started is told of before anything is asked', async () => {
    const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: '/nowhere/plugin' };
    await expect(connectTest({ user: { token: undefined, exec } })).rejects.toThrow(
      /credentials for https:.* could not be obtained: .*ENOENT/,
    );
  });
});
