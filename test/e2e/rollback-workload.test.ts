import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { numberAt, stringAt } from '../../shared/src/json/json.ts';
import { deadline } from './support/deadline.ts';
import { eventually } from './support/eventually.ts';
import { sampleImage } from './support/manifest-folder.ts';
import { rollBack } from './support/rollback-run.ts';
import { ownNamespace } from './support/test-connection.ts';
import type { OwnNamespace } from './support/test-connection.ts';

let own: OwnNamespace;

beforeAll(async () => {
  own = await ownNamespace('rollback-workload');
});

afterAll(async () => {
  await own.close();
});

const workloads = [
  ['Deployment', 'deployment'],
  ['StatefulSet', 'sts'],
  ['DaemonSet', 'daemonset'],
] as const;

function workload(kind: string, tag: string): Parameters<typeof own.cluster.create>[0] {
  const name = kind.toLowerCase();
  const labels = { app: name };
  const image = sampleImage(tag);
  const container = { name: 'podinfo', image, env: [{ name: 'TAG', value: tag }] };
  const spec = {
    selector: { matchLabels: labels },
    template: {
      metadata: { labels },
      spec: {
        enableServiceLinks: false,
        terminationGracePeriodSeconds: 1,
        containers: [container],
      },
    },
    ...(kind === 'StatefulSet' ? { serviceName: name } : {}),
  };
  return { apiVersion: 'apps/v1', kind, metadata: { name }, spec };
}

test.each(workloads)('a %s goes back to the pods before, once', async (kind, word) => {
  const name = kind.toLowerCase();
  const reference = { apiVersion: 'apps/v1', kind, name };
  const imageNow = async (): Promise<string | undefined> => {
    const object = await own.cluster.read(reference, deadline());
    return stringAt(object, 'spec', 'template', 'spec', 'containers', 0, 'image');
  };
  const seen = (generation: number) =>
    eventually(
      () => own.cluster.read(reference, deadline()),
      (object) => numberAt(object, 'status', 'observedGeneration') === generation,
    );
  await own.cluster.create(workload(kind, 'v1'), { signal: deadline() });
  await seen(1);
  const path = '/spec/template/spec/containers/0';
  const change = [
    { op: 'replace', path: `${path}/image`, value: sampleImage('v2') },
    { op: 'replace', path: `${path}/env/0/value`, value: 'v2' },
  ] as const;
  await own.cluster.patch(reference, change, { signal: deadline() });
  await seen(2);

  const inputs = { workload: `${word}/${name}` };
  const planned = await rollBack(own.namespace, { ...inputs, 'dry-run': 'true' });
  expect(planned.outputs).toMatchObject({ verdict: 'planned', 'to-revision': '1' });
  expect(planned.summary).toContain(sampleImage('v2'));
  expect(await imageNow()).toBe(sampleImage('v2'));

  const run = await rollBack(own.namespace, inputs);
  expect([run.outputs.reason, run.outputs]).toMatchObject([
    '',
    { verdict: 'rolled-back', 'from-revision': '2', 'to-revision': '1' },
  ]);
  expect(await imageNow()).toBe(sampleImage('v1'));

  const again = await rollBack(own.namespace, inputs);
  expect(again.outputs.verdict).toBe('unchanged');
  expect(await imageNow()).toBe(sampleImage('v1'));
});

test.each([
  ['a workload that is not there', { workload: 'deployment/nobody' }, 'failed', /was not found/],
  ['a kind without revisions', { workload: 'pod/web' }, 'invalid', /names no workload/],
  ['two subjects', { workload: 'ds/web', release: 'web' }, 'invalid', /give one/],
  ['a revision in words', { workload: 'ds/web', to: 'before' }, 'invalid', /neither last-good/],
])('refuses %s', async (_, inputs, verdict, reason) => {
  const run = await rollBack(own.namespace, inputs);
  expect([run.exitCode, run.outputs.verdict]).toEqual([1, verdict]);
  expect(run.outputs.reason).toMatch(reason);
});
