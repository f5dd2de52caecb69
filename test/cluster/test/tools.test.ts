import { expect, test } from '@jest/globals';
import { toolsetOf, toolsets, type GoToolset } from '../tools/catalog.ts';
import { toolsetDigest } from '../tools/ensure-tools.ts';
import { goBinaryName } from '../tools/go-toolset.ts';
import { isRecentGo } from '../tools/requirements.ts';

test.each([
  ['github.com/nektos/act', 'act'],
  ['go.etcd.io/etcd/server/v3', 'server'],
  ['k8s.io/kubernetes/cmd/kubectl', 'kubectl'],
  ['github.com/containerd/containerd/v2/cmd/ctr', 'ctr'],
])('go build calls %s %s', (goPackage, name) => {
  expect(goBinaryName(goPackage)).toBe(name);
});

test.each([
  ['go1.26.8', true],
  ['go1.26', true],
  ['go1.27rc1', true],
  ['go2.0', true],
  ['go1.25.9', false],
  ['devel', false],
])('%s is recent enough: %s', (version, recent) => {
  expect(isRecentGo(version)).toBe(recent);
});

test('each toolset is pinned, and found by its tools', () => {
  for (const toolset of toolsets) {
    expect(toolsetDigest(toolset)).toMatch(/^[0-9a-f]{16}$/);
    for (const tool of Object.keys(toolset.provides)) {
      expect(toolsetOf(tool as Parameters<typeof toolsetOf>[0]).name).toBe(toolset.name);
    }
  }
});

test('a tool that is built differently is another tool', () => {
  const podinfo = (version: string): GoToolset => ({
    kind: 'go',
    name: 'podinfo',
    folder: 'podinfo',
    provides: {},
    ldflags: `-X version=${version}`,
  });
  expect(toolsetDigest(podinfo('1'))).toBe(toolsetDigest(podinfo('1')));
  expect(toolsetDigest(podinfo('1'))).not.toBe(toolsetDigest(podinfo('2')));
});
