import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Cluster } from '../../shared/src/cluster/cluster.ts';
import type { KubeObject } from '../../shared/src/cluster/kube-object.ts';
import {
  applySetNamespace,
  bringOut,
  claim,
  configMap,
  pruning,
  service,
} from './support/apply-set-release.ts';
import type { ApplySetNamespace } from './support/apply-set-release.ts';
import { startFaultProxy } from './support/fault-proxy.ts';
import type { FaultProxy } from './support/fault-proxy.ts';
import { connectTest } from './support/test-connection.ts';

let own: ApplySetNamespace;
let proxy: FaultProxy;
let through: Cluster;

beforeAll(async () => {
  own = await applySetNamespace('apply-set-lost');
  proxy = await startFaultProxy();
  through = await connectTest({ namespace: own.namespace, server: proxy.url, skipTlsVerify: true });
});

afterAll(async () => {
  await through.close();
  await proxy.close();
  await own.close();
});

/** Lets this many writes through and nothing after them; tells how many came. */
function loseAfter(writes: number): () => number {
  let seen = 0;
  proxy.spoil((request) => {
    if (!request.startsWith('GET ')) seen += 1;
    return seen > writes ? { kind: 'answer', status: 403 } : undefined;
  });
  return () => seen;
}

/** What a release is before and after, with names of its own. */
function releaseOf(name: string): Record<'before' | 'after', readonly KubeObject[]> {
  const kept = configMap(`${name}-kept`);
  const metadata = { name: `${name}-added` };
  return {
    before: [kept, configMap(`${name}-gone`), service(name), claim(name)],
    after: [kept, { apiVersion: 'v1', kind: 'ServiceAccount', metadata }],
  };
}

async function stateOf(name: string): Promise<object> {
  const { before, after } = releaseOf(name);
  const [kinds, namespaces] = await own.parentOf(own.setOf(name));
  return { there: await own.areThere(...before, ...after), kinds, namespaces };
}

test('a run that is lost at any of its writes is made good by the next', async () => {
  // Two deletes tried, the parent, two objects, two deletes, the parent.
  const all = 8;
  for (let writes = 0; writes <= all; writes += 1) {
    const name = `lost-${writes}`;
    const { before, after } = releaseOf(name);
    const set = own.setOf(name);
    await own.bringOut(set, before);
    const seen = loseAfter(writes);
    const run = bringOut(through, set, after, pruning);
    if (writes < all) {
      await expect(run).rejects.toThrow('403');
      await own.bringOut(set, after, pruning);
    } else {
      await run;
      expect(seen()).toBe(all);
    }
    expect({ writes, ...(await stateOf(name)) }).toEqual({
      writes,
      there: [true, false, false, true, true, true],
      kinds: 'ConfigMap,PersistentVolumeClaim,ServiceAccount',
      namespaces: '',
    });
  }
});

test('a first run that is lost leaves no member that a later prune could not find', async () => {
  for (const writes of [0, 1, 2, 3, 4]) {
    const name = `first-${writes}`;
    const { before, after } = releaseOf(name);
    const set = own.setOf(name);
    loseAfter(writes);
    await expect(bringOut(through, set, before)).rejects.toThrow('403');
    await own.bringOut(set, after, { kinds: ['PersistentVolumeClaim'] });
    expect({ writes, ...(await stateOf(name)) }).toEqual({
      writes,
      there: [true, false, false, false, true, true],
      kinds: 'ConfigMap,ServiceAccount',
      namespaces: '',
    });
  }
});
