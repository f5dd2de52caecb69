import { describe, expect, test } from '@jest/globals';
import { findCauses } from '../../../src/cluster/diagnosis/find-causes.ts';
import { hasOtherPods, podsOfRevision } from '../../../src/cluster/diagnosis/owned-pods.ts';
import type { Surroundings } from '../../../src/cluster/diagnosis/owned-pods.ts';
import type { KubeObject } from '../../../src/cluster/kube-object.ts';
import type { JsonObject } from '../../../src/json/json.ts';
import { changed, payload, payloads } from '../payloads.ts';

const surroundings: Surroundings = {
  replicaSets: payloads('replicaSets'),
  pods: payloads('pods'),
  events: payloads('events'),
  freshEvents: [],
};
const crashing = payload('pods', 'crash-');

/** Surroundings in which one pod is replaced. */
function withPod(pod: KubeObject): Surroundings {
  const others = surroundings.pods.filter(({ metadata }) => metadata.uid !== pod.metadata.uid);
  return { ...surroundings, pods: [...others, pod] };
}

/** The crash-looping pod with other fields in its container's status. */
function crashingWith(status: JsonObject): Surroundings {
  return withPod(
    changed(crashing, {
      status: { containerStatuses: [{ name: 'app', image: 'i', ready: false, ...status }] },
    }),
  );
}

describe('what keeps a workload from becoming ready', () => {
  test.each<[string, KubeObject, string, RegExp]>([
    [
      'a missing image',
      payload('deployments', 'pull'),
      'none',
      /podinfo:nope of container app of pod pull-.*\(ImagePullBackOff\)/,
    ],
    [
      'a missing ConfigMap',
      payload('deployments', 'cfg'),
      'none',
      /\(CreateContainerConfigError\): configmap "missing" not found/,
    ],
    [
      'a crash loop',
      payload('deployments', 'crash'),
      'none',
      /container app of pod crash-.* crashes: exit code 2 \(Error\), restarted 8 times/,
    ],
    [
      'a missing volume source',
      payload('deployments', 'mount'),
      'mount',
      /^a volume of pod mount-.*\(FailedMount\)/,
    ],
    [
      'a pod that fits nowhere',
      payload('deployments', 'big'),
      'schedule',
      /^pod big-.* cannot be scheduled: 0\/1 nodes/,
    ],
    [
      'a full quota',
      payload('deployments', 'quota'),
      'creation',
      /^its pods are refused: .*exceeded quota: q/,
    ],
    ['a Job that gave up', payload('jobs', 'job'), 'none', /^BackoffLimitExceeded/],
    ['a pod that failed', payload('pods', 'job-'), 'none', /failed/],
  ])('%s', (_, object, grace, reason) => {
    const [cause] = findCauses(object, surroundings);
    expect(cause).toMatchObject({ grace, reason: expect.stringMatching(reason) });
  });

  test('an exceeded progress deadline comes after what the pods say, and may pass', () => {
    const causes = findCauses(payload('deployments', 'pull'), surroundings);
    expect(causes.map(({ grace }) => grace)).toEqual(['none', 'settle']);
  });

  test.each<[string, Surroundings]>([
    ['one restart', crashingWith({ restartCount: 1, state: { terminated: { exitCode: 1 } } })],
    [
      'a container that runs again',
      crashingWith({ restartCount: 5, state: { running: { startedAt: 't' } } }),
    ],
    [
      'a pod that is being deleted',
      withPod(changed(crashing, { metadata: { deletionTimestamp: 't' } })),
    ],
    [
      'a gated pod',
      withPod(
        changed(crashing, {
          status: {
            containerStatuses: [],
            conditions: [{ type: 'PodScheduled', status: 'False', reason: 'SchedulingGated' }],
          },
        }),
      ),
    ],
  ])('%s is no cause', (_, around) => {
    expect(findCauses(payload('deployments', 'crash'), around)).toEqual([]);
  });

  test('the second restart that ends again is a crash loop', () => {
    const state = { terminated: { exitCode: 137, reason: 'OOMKilled' } };
    const [cause] = findCauses(
      payload('deployments', 'crash'),
      crashingWith({ restartCount: 2, state }),
    );
    expect(cause).toMatchObject({
      reason: expect.stringContaining('exit code 137 (OOMKilled)'),
      hint: expect.stringContaining('memory limit'),
    });
  });
});

describe('the pods of the revision in question', () => {
  const up = payload('deployments', 'up');
  const names = (workload: KubeObject): readonly string[] =>
    podsOfRevision(workload, surroundings).map(({ metadata }) => metadata.name);

  test('are those of the newest ReplicaSet, and a crash loop of another is no cause', () => {
    expect(names(up)).toEqual(['up-5db6df46cc-5xkm6']);
    expect(hasOtherPods(up, surroundings)).toBe(true);
    expect(findCauses(up, surroundings)).toEqual([]);
  });

  test('are not known until the last change has been observed', () => {
    expect(names(changed(up, { metadata: { generation: 3 } }))).toEqual([]);
  });

  test('are not known while the ReplicaSet of the revision is not seen', () => {
    const annotations = { 'deployment.kubernetes.io/revision': '3' };
    expect(names(changed(up, { metadata: { annotations } }))).toEqual([]);
  });

  test('are those of the update revision of a StatefulSet', () => {
    expect(names(payload('statefulSets', 'part'))).toEqual(['part-1']);
  });

  test('are all of a StatefulSet that is updated by hand', () => {
    const byHand = changed(payload('statefulSets', 'part'), {
      spec: { updateStrategy: { type: 'OnDelete' } },
    });
    expect(names(byHand)).toEqual(['part-0', 'part-1']);
  });
});

test('a refusal of which no event of this wait tells may be over', () => {
  const quota = payload('deployments', 'quota');
  const [old] = findCauses(quota, surroundings);
  expect(old?.isOld).toBe(true);
  const { metadata } = payload('replicaSets', 'quota-');
  const event: KubeObject = {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: 'quota.1', uid: 'e1' },
    involvedObject: { uid: metadata.uid ?? '', kind: 'ReplicaSet', name: metadata.name },
    reason: 'FailedCreate',
    lastTimestamp: '2026-11-21T12:00:00Z',
  };
  const [lasting] = findCauses(quota, { ...surroundings, freshEvents: [event] });
  expect(lasting).toMatchObject({ isOld: false, key: old?.key });
});

describe('refusals told by events', () => {
  const set = changed(payload('statefulSets', 'part'), { status: { availableReplicas: 1 } });
  const refusal: KubeObject = {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: 'part.1', uid: 'e1' },
    involvedObject: { uid: set.metadata.uid ?? '', kind: 'StatefulSet', name: 'part' },
    reason: 'FailedCreate',
    message: 'create Pod part-1 failed: exceeded quota: q',
    lastTimestamp: '2026-11-21T12:00:00Z',
  };

  test('count while they are of this wait', () => {
    const [cause] = findCauses(set, { ...surroundings, freshEvents: [refusal] });
    expect(cause).toMatchObject({ grace: 'room', hint: expect.stringMatching(/^Raise the quota/) });
  });

  test.each<[string, Surroundings]>([
    ['older ones', { ...surroundings, events: [refusal] }],
    [
      'those before a pod that was made',
      { ...surroundings, freshEvents: [{ ...refusal, lastTimestamp: '2026-11-21T10:00:00Z' }] },
    ],
  ])('%s do not count', (_, around) => {
    expect(findCauses(set, around)).toEqual([]);
  });
});
