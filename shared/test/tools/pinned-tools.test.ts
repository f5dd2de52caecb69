import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { pinnedVersions } from '../../src/tools/pinned-tools.ts';

const tools = path.resolve(import.meta.dirname, '../../../test/cluster/tools');

test.each([
  ['helm', 'helm.sh/helm/v4', pinnedVersions.helm[0].version],
  ['kustomize', 'sigs.k8s.io/kustomize/kustomize/v5', pinnedVersions.kustomize[0].version],
])('the %s that is taken by default is the one that tests run', (name, module, version) => {
  const pins = readFileSync(path.join(tools, name, 'go.mod'), 'utf8');
  expect(pins).toContain(`\t${module} v${version} `);
});

test('the Helm that tests run says that it is that one', () => {
  const catalog = readFileSync(path.join(tools, 'catalog.ts'), 'utf8');
  const [{ version }] = pinnedVersions.helm;
  expect(catalog).toContain(`helm.sh/helm/v4/internal/version.version=v${version}'`);
});
