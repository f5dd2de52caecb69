import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { PodCommand } from '../../shared/src/cluster/cluster.ts';
import { isServing } from '../../shared/src/cluster/readiness/pod.ts';
import { deadline } from './support/deadline.ts';
import { connectTest, ownNamespace } from './support/test-connection.ts';
import type { OwnNamespace } from './support/test-connection.ts';
import { sampleImage } from './support/workloads.ts';

let own: OwnNamespace;

const shell = (script: string, container?: string): PodCommand => ({
  pod: 'web',
  command: ['/bin/busybox', 'sh', '-c', script],
  ...(container === undefined ? {} : { container }),
});

beforeAll(async () => {
  own = await ownNamespace('exec');
  const image = sampleImage('v1');
  const command = ['/bin/busybox', 'sleep', '600'];
  const env = (value: string) => [{ name: 'PLACE', value }];
  await own.cluster.create(
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: 'web',
        annotations: { 'kubectl.kubernetes.io/default-container': 'second' },
      },
      spec: {
        containers: [
          { name: 'first', image, command, env: env('first') },
          { name: 'second', image, command, env: env('second') },
        ],
        terminationGracePeriodSeconds: 0,
      },
    },
    { signal: deadline() },
  );
  const query = { apiVersion: 'v1', kind: 'Pod', fieldSelector: 'metadata.name=web' };
  for await (const [pod] of own.cluster.observe(query, deadline())) {
    if (pod !== undefined && isServing(pod)) break;
  }
}, 60_000);
afterAll(async () => {
  await own.close();
});

test('a command, what it printed, and its exit code', async () => {
  const script = 'echo "out of $PLACE"; echo trouble >&2; exit 7';
  expect(await own.cluster.execInPod(shell(script, 'first'), deadline())).toEqual({
    exitCode: 7,
    stdout: 'out of first\n',
    stderr: 'trouble\n',
  });
  expect(await own.cluster.execInPod(shell('true', 'first'), deadline())).toEqual({
    exitCode: 0,
    stdout: '',
    stderr: '',
  });
});

test('arguments reach the program as they are', async () => {
  const command = ['/bin/busybox', 'echo', 'a b', '$HOME', '&x=1', 'grün', '"'];
  const container = 'first';
  const { stdout } = await own.cluster.execInPod({ pod: 'web', container, command }, deadline());
  expect(stdout).toBe('a b $HOME &x=1 grün "\n');
});

test('output beyond a MiB is cut, and does not keep the command from ending', async () => {
  const script = 'head -c 3000000 /dev/zero | tr "\\0" x; exit 3';
  const { exitCode, stdout } = await own.cluster.execInPod(shell(script, 'first'), deadline());
  expect(exitCode).toBe(3);
  expect(stdout).toBe('x'.repeat(1024 * 1024));
});

test('many short commands one after the other lose nothing', async () => {
  for (let each = 0; each < 20; each++) {
    const { stdout } = await own.cluster.execInPod(shell(`echo ${each}`, 'first'), deadline());
    expect(stdout).toBe(`${each}\n`);
  }
});

test('what cannot be started is an error that says why', async () => {
  const missing = { pod: 'web', container: 'first', command: ['/bin/nothing'] };
  await expect(own.cluster.execInPod(missing, deadline())).rejects.toThrow(
    /^get pods\/exec web in namespace .*: 500 .*\/bin\/nothing/s,
  );
  await expect(own.cluster.execInPod(shell('true', 'third'), deadline())).rejects.toMatchObject({
    status: 400,
    message: expect.stringContaining('third'),
  });
  const gone = { pod: 'gone', command: ['true'] };
  await expect(own.cluster.execInPod(gone, deadline())).rejects.toMatchObject({ status: 404 });
});

test('without the right to, it names the rule', async () => {
  const user = { as: 'kube-delivery-e2e-nobody' };
  const nobody = await connectTest({ namespace: own.namespace, user });
  await expect(nobody.execInPod(shell('true', 'first'), deadline())).rejects.toMatchObject({
    status: 403,
    hint: expect.stringContaining('resources: ["pods/exec"], verbs: ["get", "create"]'),
  });
  await nobody.close();
});

test('it ends with its signal', async () => {
  const stop = AbortSignal.timeout(500);
  await expect(own.cluster.execInPod(shell('sleep 30', 'first'), stop)).rejects.toMatchObject({
    name: 'TimeoutError',
  });
});
