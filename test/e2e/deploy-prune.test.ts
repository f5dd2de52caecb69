import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { KubeObject } from '../../shared/src/cluster/kube-object.ts';
import { applySetKubectl } from './support/apply-set-kubectl.ts';
import { claim, configMap } from './support/apply-set-release.ts';
import { deadline } from './support/deadline.ts';
import { expectVerdict } from './support/expect-verdict.ts';
import { application } from './support/manifest-folder.ts';
import { releaseNamespace } from './support/release-namespace.ts';
import type { ReleaseNamespace } from './support/release-namespace.ts';

let own: ReleaseNamespace;

beforeAll(async () => {
  own = await releaseNamespace('deploy-prune');
});

afterAll(async () => {
  await own.close();
});

const pruning = { prune: 'true' };

function changes(counts: Readonly<Record<string, number>>): string {
  return JSON.stringify({ created: 0, updated: 0, unchanged: 0, deleted: 0, ...counts });
}

async function isThere({ apiVersion, kind, metadata }: KubeObject): Promise<boolean> {
  const live = await own.read(apiVersion, kind, metadata.name);
  return live !== undefined && live.metadata.deletionTimestamp === undefined;
}

describe('prune', () => {
  test('is previewed, takes what also an earlier release dropped, and then finds nothing', async () => {
    const kept = configMap('kept');
    const first = configMap('first');
    const second = configMap('second');
    await own.deployed('shop', [kept, first, second]);
    const dropped = await own.deployed('shop', [kept, second]);
    expect(dropped.outputs.changes).toBe(changes({ unchanged: 2 }));
    expect(await isThere(first)).toBe(true);

    const before = await own.versions();
    const preview = await own.deploy('shop', [kept], { ...pruning, 'dry-run': 'true' });
    expectVerdict(preview, 'planned');
    expect(preview.outputs.changes).toBe(changes({ unchanged: 1, deleted: 2 }));
    expect(preview.report).toMatchObject({
      pruned: expect.arrayContaining([
        expect.objectContaining({ kind: 'ConfigMap', name: 'first' }),
        expect.objectContaining({ kind: 'ConfigMap', name: 'second' }),
      ]),
      spared: [],
    });
    expect(preview.summary).toContain('first');
    expect(await own.versions()).toEqual(before);

    const run = await own.deploy('shop', [kept], pruning);
    expectVerdict(run, 'deployed');
    expect(run.outputs.changes).toBe(changes({ unchanged: 1, deleted: 2 }));
    expect(await Promise.all([kept, first, second].map(isThere))).toEqual([true, false, false]);

    const after = await own.versions();
    const again = await own.deploy('shop', [kept], pruning);
    expectVerdict(again, 'unchanged');
    expect(again.outputs).toMatchObject({
      revision: run.outputs.revision,
      changes: changes({ unchanged: 1 }),
    });
    expect(await own.versions()).toEqual(after);
  });

  test('spares a claim and says so, until its kind is named', async () => {
    const settings = configMap('data-settings');
    await own.deploy('data', [settings, claim('data')], { wait: 'false' });
    const spared = await own.deploy('data', [settings], pruning);
    expect(spared.outputs.changes).toBe(changes({ unchanged: 1 }));
    expect(spared.report).toMatchObject({
      pruned: [],
      spared: [
        {
          kind: 'PersistentVolumeClaim',
          name: 'data',
          why: 'prune-kinds does not name PersistentVolumeClaim',
        },
      ],
    });
    expect(await isThere(claim('data'))).toBe(true);
    const named = { ...pruning, 'prune-kinds': 'PersistentVolumeClaim' };
    const run = await own.deploy('data', [settings], named);
    expectVerdict(run, 'deployed');
    expect(run.outputs.changes).toBe(changes({ unchanged: 1, deleted: 1 }));
    expect(await isThere(claim('data'))).toBe(false);
  });

  test('goes on from where kubectl took part', async () => {
    const kubectl = await applySetKubectl(own.namespace);
    const [one, two] = [configMap('both-1'), configMap('both-2')];
    await own.deployed('both', [one, two]);
    const set = ['--prune', '--applyset=secret/kube-delivery.both'];
    const said = await kubectl(['apply', ...set, '-f', '-'], [two, configMap('both-3')]);
    expect(said.trim().split('\n').sort()).toEqual([
      'configmap/both-1 pruned',
      'configmap/both-2 configured',
      'configmap/both-3 created',
    ]);
    const run = await own.deploy('both', [one, two], pruning);
    expectVerdict(run, 'deployed');
    expect(run.outputs.changes).toBe(changes({ created: 1, unchanged: 1, deleted: 1 }));
    expect(await isThere(configMap('both-3'))).toBe(false);
    expectVerdict(await own.deploy('both', [one, two], pruning), 'unchanged');
  });

  test('never runs in a deploy that fails', async () => {
    const old = configMap('bad-old');
    await own.deployed('bad', [...application({ name: 'bad', tag: 'v1' }), old]);
    const run = await own.deploy('bad', application({ name: 'bad', tag: 'v2-crash' }), pruning);
    expectVerdict(run, 'rolled-back');
    expect(await isThere(old)).toBe(true);
    const good = await own.deploy('bad', application({ name: 'bad', tag: 'v2' }), pruning);
    expectVerdict(good, 'deployed');
    expect(await isThere(old)).toBe(false);
  });

  test('leaves a canary alone', async () => {
    const app = application({ name: 'calm', tag: 'v1' });
    await own.deployed('calm', app);
    const canary = await own.deploy('calm', application({ name: 'calm', tag: 'v2' }), {
      strategy: 'canary',
    });
    expectVerdict(canary, 'deployed');
    const preview = await own.deploy('calm', app, { ...pruning, 'dry-run': 'true' });
    expectVerdict(preview, 'planned');
    expect(preview.report).toMatchObject({ pruned: [], spared: [] });
  });
});

describe('what is refused', () => {
  test("another release's object, by that release's name, before anything is written", async () => {
    const shared = configMap('shared');
    await own.deployed('holder', [shared]);
    const before = await own.versions();
    const run = await own.deploy('taker', [shared, configMap('taker')]);
    expectVerdict(run, 'failed');
    expect(run.outputs.reason).toContain(
      `ConfigMap shared in namespace ${own.namespace}: it belongs to another ApplySet, that of release holder (Secret kube-delivery.holder in namespace ${own.namespace})`,
    );
    expect(await own.versions()).toEqual(before);
  });

  test("a Secret that stands in the parent's place, before anything is written", async () => {
    const parent = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'kube-delivery.blocked' },
    };
    await own.cluster.apply(parent, { signal: deadline() });
    const before = await own.versions();
    const run = await own.deploy('blocked', [configMap('blocked')]);
    expectVerdict(run, 'failed');
    expect(run.outputs.reason).toContain(
      `Secret kube-delivery.blocked in namespace ${own.namespace} exists and is no parent of an ApplySet`,
    );
    expect(await own.versions()).toEqual(before);
  });

  test('a kind that needs no naming', async () => {
    const run = await own.deploy('typo', [configMap('typo')], {
      ...pruning,
      'prune-kinds': 'PersistentVolumeClaims',
    });
    expectVerdict(run, 'invalid');
    expect(run.outputs.reason).toContain('did you mean PersistentVolumeClaim?');
  });
});
