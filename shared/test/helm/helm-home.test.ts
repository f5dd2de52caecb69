import { existsSync, mkdirSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { testHome } from './test-home.ts';

describe("Helm's home", () => {
  test('hides inputs and settings of the machine, and keeps what credentials need', async () => {
    const home = testHome({
      PATH: '/bin',
      HOME: '/home/runner',
      AWS_PROFILE: 'x',
      INPUT_TOKEN: 'secret',
      HELM_PLUGINS: '/evil',
      HELM_KUBETOKEN: 'other',
      KUBECONFIG: '/other',
      NODE_OPTIONS: '--require /evil.js',
    });
    const { environment, folder } = home;
    expect(environment).toMatchObject({ PATH: '/bin', HOME: '/home/runner', AWS_PROFILE: 'x' });
    for (const name of ['INPUT_TOKEN', 'HELM_KUBETOKEN', 'NODE_OPTIONS']) {
      expect(environment).not.toHaveProperty(name);
    }
    for (const name of ['HELM_CACHE_HOME', 'HELM_CONFIG_HOME', 'HELM_DATA_HOME', 'HELM_PLUGINS']) {
      expect(environment[name]?.startsWith(folder)).toBe(true);
    }
    await home.close();
  });

  test('lets nobody else read the kubeconfig, and removes it', async () => {
    const before = process.umask(0);
    try {
      const home = testHome({});
      const file = home.environment.KUBECONFIG ?? '';
      expect(readFileSync(file, 'utf8')).toBe('the kubeconfig');
      expect(statSync(file).mode & 0o777).toBe(0o600);
      expect(statSync(home.folder).mode & 0o777).toBe(0o700);
      await home.close();
      expect(existsSync(home.folder)).toBe(false);
    } finally {
      process.umask(before);
    }
  });

  test('knows an earlier login to a registry', async () => {
    const user = mkdtempSync(path.join(tmpdir(), 'kube-delivery-user-'));
    const login = path.join(user, '.config', 'helm', 'registry', 'config.json');
    mkdirSync(path.dirname(login), { recursive: true });
    writeFileSync(login, '{}');
    const home = testHome({ HOME: user });
    expect(home.environment.HELM_REGISTRY_CONFIG).toBe(login);
    await home.close();
  });

  test('refuses releases that Helm keeps elsewhere', () => {
    expect(() => testHome({ HELM_DRIVER: 'sql' })).toThrow(/^HELM_DRIVER is "sql"/);
  });
});
