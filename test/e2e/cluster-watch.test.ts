import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Cluster } from '../../shared/src/cluster/cluster.ts';
import type { WatchOptions } from '../../shared/src/cluster/observe.ts';
import type { KubeObject } from '../../shared/src/cluster/kube-object.ts';
import { eventually } from './support/eventually.ts';
import { spoilFirst, startFaultProxy } from './support/fault-proxy.ts';
import type { Fault, FaultProxy } from './support/fault-proxy.ts';
import { startTcpProxy } from './support/tcp-proxy.ts';
import { administrator, connectTest, ownNamespace } from './support/test-connection.ts';
import type { OwnNamespace } from './support/test-connection.ts';

let own: OwnNamespace;
const signal = AbortSignal.timeout(170_000);

beforeAll(async () => {
  own = await ownNamespace('watch');
});
afterAll(async () => {
  await own.close();
});

const query = (set: string) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  labelSelector: `set=${set}`,
});
const configMap = (set: string, name: string, data = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: `${set}-${name}`, labels: { set } },
  data,
});
const write = (object: KubeObject): Promise<KubeObject> => own.cluster.apply(object, { signal });

/** Follows a set in the background; `names` are those of the last snapshot. */
function follow(
  cluster: Cluster,
  set: string,
): { names: () => string[]; stop: () => Promise<void> } {
  const stop = new AbortController();
  let names: string[] = [];
  const following = (async () => {
    for await (const objects of cluster.observe(query(set), stop.signal)) {
      names = objects.map(({ metadata }) => metadata.name.slice(set.length + 1));
    }
  })();
  const ended = following.then(
    () => undefined,
    (error: unknown) => error,
  );
  return {
    names: () => names,
    stop: async () => {
      const reason = new Error('enough');
      stop.abort(reason);
      expect(await ended).toBe(reason);
    },
  };
}

async function throughFaults(
  watch: WatchOptions = { silence: 90_000, lifetime: 290 },
): Promise<{ proxy: FaultProxy; cluster: Cluster; close: () => Promise<void> }> {
  const proxy = await startFaultProxy();
  const { namespace } = own;
  const cluster = await connectTest(
    { server: proxy.url, skipTlsVerify: true, namespace },
    { watch },
  );
  return {
    proxy,
    cluster,
    close: async () => {
      await cluster.close();
      await proxy.close();
    },
  };
}
const lists = ({ requests }: FaultProxy): number =>
  requests.filter((asked) => asked.includes('configmaps') && !asked.includes('watch=')).length;
const watches = ({ requests }: FaultProxy): number =>
  requests.filter((asked) => asked.includes('watch=')).length;

describe('a watch', () => {
  test.concurrent(
    'outlives 60 s on one connection, and still tells of changes',
    async () => {
      const { proxy, cluster, close } = await throughFaults();
      const followed = follow(cluster, 'long');
      await eventually(
        () => watches(proxy),
        (count) => count === 1,
      );
      const opened = performance.now();
      await eventually(
        () => performance.now() - opened,
        (age) => age > 62_000,
        65_000,
      );
      await write(configMap('long', 'late'));
      await eventually(followed.names, (names) => names.includes('late'));
      expect([lists(proxy), watches(proxy)]).toEqual([1, 1]);
      await followed.stop();
      await close();
    },
    90_000,
  );

  test.concurrent(
    'that ends by its lifetime goes on from where it was',
    async () => {
      const { proxy, cluster, close } = await throughFaults({ silence: 90_000, lifetime: 1 });
      const followed = follow(cluster, 'short');
      await eventually(
        () => watches(proxy),
        (count) => count >= 3,
      );
      await write(configMap('short', 'late'));
      await eventually(followed.names, (names) => names.includes('late'));
      expect(lists(proxy)).toBe(1);
      await followed.stop();
      await close();
    },
    30_000,
  );

  test.concurrent(
    'that is cut again and again loses nothing',
    async () => {
      const proxy = await startTcpProxy(new URL((await administrator()).server));
      const server = `https://127.0.0.1:${proxy.port}`;
      const cluster = await connectTest({ server, namespace: own.namespace });
      const followed = follow(cluster, 'cut');
      const all = Array.from({ length: 30 }, (_, index) => String(index).padStart(2, '0'));
      for (const name of all) {
        await write(configMap('cut', name));
        if (Number(name) % 5 === 0) proxy.cut();
      }
      await own.cluster.delete({ apiVersion: 'v1', kind: 'ConfigMap', name: 'cut-07' }, { signal });
      await eventually(followed.names, (names) => names.length === 29);
      expect(followed.names()).toEqual(all.filter((name) => name !== '07'));
      await followed.stop();
      await cluster.close();
      await proxy.close();
    },
    60_000,
  );

  test.concurrent(
    'gets over a server that is gone for seconds',
    async () => {
      const proxy = await startTcpProxy(new URL((await administrator()).server));
      const server = `https://127.0.0.1:${proxy.port}`;
      const cluster = await connectTest({ server, namespace: own.namespace });
      const followed = follow(cluster, 'gone');
      await write(configMap('gone', 'before'));
      await eventually(followed.names, (names) => names.includes('before'));
      await proxy.refuse();
      await write(configMap('gone', 'meanwhile'));
      await new Promise((resolve) => setTimeout(resolve, 3_000));
      await proxy.listen();
      await eventually(followed.names, (names) => names.includes('meanwhile'), 20_000);
      await followed.stop();
      await cluster.close();
      await proxy.close();
    },
    60_000,
  );

  test.concurrent(
    'that goes silent is given up, and everything is listed anew',
    async () => {
      const proxy = await startTcpProxy(new URL((await administrator()).server));
      const server = `https://127.0.0.1:${proxy.port}`;
      const tuning = { watch: { silence: 2_000, lifetime: 290 }, patience: { answer: 2_000 } };
      const cluster = await connectTest({ server, namespace: own.namespace }, tuning);
      const followed = follow(cluster, 'silent');
      await write(configMap('silent', 'before'));
      await eventually(followed.names, (names) => names.includes('before'));
      proxy.blackHole();
      await write(configMap('silent', 'unseen'));
      await eventually(followed.names, (names) => names.includes('unseen'), 20_000);
      await followed.stop();
      await cluster.close();
      await proxy.close();
    },
    60_000,
  );

  const gone = { kind: 'Status', code: 410, message: 'too old resource version' };
  const spoilt: readonly (readonly [string, Fault])[] = [
    [
      'told that its version is forgotten',
      { kind: 'first line', line: JSON.stringify({ type: 'ERROR', object: gone }) },
    ],
    ['answered with 410', { kind: 'answer', status: 410, body: JSON.stringify(gone) }],
    ['told nonsense', { kind: 'first line', line: '{"type":"ADDED","obj' }],
  ];
  test.concurrent.each(spoilt)(
    'that is %s lists everything anew',
    async (title, fault) => {
      const set = title.replaceAll(/\W/g, '');
      const { proxy, cluster, close } = await throughFaults();
      proxy.spoil(spoilFirst(1, /watch=/, fault));
      const followed = follow(cluster, set);
      await eventually(
        () => watches(proxy),
        (count) => count >= 2,
      );
      await write(configMap(set, 'late'));
      await eventually(followed.names, (names) => names.includes('late'));
      expect(lists(proxy)).toBe(2);
      await followed.stop();
      await close();
    },
    60_000,
  );

  test.concurrent(
    'ends when its consumer leaves',
    async () => {
      const { proxy, cluster, close } = await throughFaults();
      for await (const objects of cluster.observe(query('left'), signal)) {
        await eventually(
          () => watches(proxy),
          (count) => count === 1,
        );
        expect(objects).toEqual([]);
        break;
      }
      await eventually(
        () => proxy.open,
        (open) => open === 0,
      );
      await close();
    },
    30_000,
  );

  test.concurrent(
    'that is forbidden fails at once',
    async () => {
      const user = { as: 'kube-delivery-e2e-nobody' };
      const nobody = await connectTest({ namespace: own.namespace, user });
      const first = nobody.observe(query('any'), signal)[Symbol.asyncIterator]().next();
      await expect(first).rejects.toMatchObject({
        status: 403,
        hint: expect.stringContaining('verbs: ["list", "watch"]'),
      });
      await nobody.close();
    },
    30_000,
  );
});
