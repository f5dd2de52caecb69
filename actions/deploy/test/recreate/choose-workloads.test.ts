import { describe, expect, test } from '@jest/globals';
import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import type { JsonObject } from '@kube-delivery/shared/json/json';
import { referenceTo } from '@kube-delivery/shared/manifests/manifest';
import type { PlannedObject, ReleasePlan } from '@kube-delivery/shared/release/release-plan';
import { chooseWorkloads } from '../../src/recreate/choose-workloads.ts';
import { refuseWhileDown } from '../../src/recreate/refuse-while-down.ts';

const now = '2026-11-21T10:00:00.000Z';
const changed = [{ path: 'spec.template.spec.containers[app].image', from: '1', to: '2' }];
const template = { spec: { containers: [{ envFrom: [{ configMapRef: { name: 'settings' } }] }] } };

function object(kind: string, name: string, spec: JsonObject = {}): KubeObject {
  const apiVersion = { CronJob: 'batch/v1', Job: 'batch/v1', Pod: 'v1', ConfigMap: 'v1' }[kind];
  return { apiVersion: apiVersion ?? 'apps/v1', kind, metadata: { name }, spec };
}

function planned(live: KubeObject, fields: Partial<PlannedObject> = {}): PlannedObject {
  const action = (fields.fields ?? []).length > 0 ? 'update' : 'unchanged';
  const base = { reference: referenceTo(live), declared: live, object: live, live, force: false };
  return { ...base, action, fields: [], ...fields };
}

function plan(objects: readonly PlannedObject[], migrates = false): ReleasePlan {
  const job = { ...planned(object('Job', 'migrate')), outstanding: migrates };
  return { objects, migrations: [job], refusals: [] };
}

function scaled(name: string, replicas: number, since = now) {
  return { reference: referenceTo(object('Deployment', name)), replicas, since };
}

describe('chooseWorkloads', () => {
  const web = planned(object('Deployment', 'web', { replicas: 3, template }), { fields: changed });
  const same = planned(object('Deployment', 'same', { replicas: 2 }));
  const fresh = planned(object('Deployment', 'fresh'), { live: undefined, action: 'create' });
  const parked = planned(object('Deployment', 'parked', { replicas: 0 }), { fields: changed });

  test.each<[string, ReleasePlan, ReturnType<typeof scaled>[], ReturnType<typeof scaled>[]]>([
    ['those whose pods change', plan([web, same, fresh]), [], [scaled('web', 3)]],
    [
      'all where migrations run',
      plan([web, same, fresh], true),
      [],
      [scaled('web', 3), scaled('same', 2)],
    ],
    [
      'one replica where none is named',
      plan([planned(object('Deployment', 'web'))], true),
      [],
      [scaled('web', 1)],
    ],
    ['none that is at zero by itself', plan([parked], true), [], []],
    [
      'with what it had before a lost run took it down',
      plan([parked]),
      [scaled('parked', 4, '2026-11-21T09:00:00.000Z')],
      [scaled('parked', 4, '2026-11-21T09:00:00.000Z')],
    ],
    [
      'with what it has now where the lost run had not come to it, or somebody was there since',
      plan([web]),
      [scaled('web', 1)],
      [scaled('web', 3)],
    ],
    [
      'by a ConfigMap that they refer to',
      plan([
        planned(object('ConfigMap', 'settings'), { action: 'update' }),
        planned(object('Deployment', 'web', { template })),
        same,
      ]),
      [],
      [scaled('web', 1)],
    ],
    ['nothing where nothing runs', plan([fresh], true), [], []],
  ])('takes down %s', (_, given, earlier, wanted) => {
    expect(chooseWorkloads(given, earlier, now).takenDown).toEqual(wanted);
  });

  test.each<[string, PlannedObject, boolean, readonly RegExp[]]>([
    [
      'a DaemonSet',
      planned(object('DaemonSet', 'agent')),
      true,
      [/DaemonSet agent .*updateStrategy/],
    ],
    ['a DaemonSet whose pods stay', planned(object('DaemonSet', 'agent')), false, []],
    ['a CronJob', planned(object('CronJob', 'report')), true, [/CronJob report may start pods/]],
    ['a suspended CronJob', planned(object('CronJob', 'report', { suspend: true })), true, []],
    ['a bare Pod', planned(object('Pod', 'shell')), true, [/Pod shell is not taken down/]],
    ['a Deployment', planned(object('Deployment', 'web')), true, []],
  ])('says what goes on: %s', (_, each, migrates, wanted) => {
    const { goOn } = chooseWorkloads(plan([each], migrates), [], now);
    expect(goOn).toHaveLength(wanted.length);
    wanted.forEach((pattern, index) => {
      expect(goOn[index]).toMatch(pattern);
    });
  });

  test.each([
    ['Delete', [{}], ['StatefulSet store']],
    ['Retain', [{}], []],
    ['Delete', [], []],
  ])('names StatefulSets that lose volumes: whenScaled %s, %j', (whenScaled, volumes, wanted) => {
    const store = object('StatefulSet', 'store', {
      persistentVolumeClaimRetentionPolicy: { whenScaled },
      volumeClaimTemplates: volumes,
    });
    expect(chooseWorkloads(plan([planned(store)], true), [], now).losing).toEqual(wanted);
  });
});

describe('refuseWhileDown', () => {
  const down = planned(object('Deployment', 'web', { replicas: 0 }));
  const facts = {
    astray: [
      {
        schemaVersion: 1 as const,
        release: 'shop',
        revision: 2,
        outcome: 'failed' as const,
        reason: '',
        strategy: 'recreate',
        startedAt: now,
        run: { url: '', id: '', attempt: 1, commit: '', ref: '', actor: '' },
        objects: [],
        created: [],
        scaledDown: [scaled('web', 3)],
      },
    ],
  };

  test.each([
    ['canary', down, 1],
    ['blue-green', down, 1],
    ['rolling', down, 0],
    ['recreate', down, 0],
    ['canary', planned(object('Deployment', 'web', { replicas: 1 })), 0],
    ['canary', planned(object('Deployment', 'other', { replicas: 0 })), 0],
  ] as const)('%s', (strategy, each, count) => {
    const { refusals } = refuseWhileDown({ objects: [each], refusals: [] }, facts, strategy);
    expect(refusals).toHaveLength(count);
  });
});
