import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { quietContext } from '../../../shared/test/action/quiet-context.ts';
import { ensureTools } from '../../../test/cluster/index.ts';
import { openLocalHelm } from '../src/local-helm.ts';

test('Helm sees nothing of the machine, of inputs and of a cluster', async () => {
  const { helm: program } = await ensureTools(['helm']);
  const folder = mkdtempSync(path.join(tmpdir(), 'kube-delivery-helm-'));
  const environment = {
    PATH: process.env.PATH,
    HELM_PLUGINS: '/opt/plugins',
    HELM_NAMESPACE: 'production',
    HELM_KUBETOKEN: 'secret',
    KUBECONFIG: '/root/.kube/config',
    'INPUT_HELM-MIRROR': 'https://user:password@mirror.example',
  };
  try {
    const helm = openLocalHelm(
      { path: program, version: '4.3.1' },
      folder,
      quietContext({ environment }),
    );
    const { exitCode, stdout } = await helm.run(['env'], new AbortController().signal);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`HELM_PLUGINS="${path.join(folder, 'plugins')}"`);
    expect(stdout).toContain('HELM_NAMESPACE="default"');
    expect(stdout).toContain('HELM_KUBETOKEN=""');
    expect(helm).toMatchObject({ major: 4, version: '4.3.1' });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
