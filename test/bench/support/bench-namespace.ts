import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from '../../../shared/src/cluster/cluster.ts';

const patienceMs = 120_000;
/** For the controllers to come to rest, so that one measurement does not burden the next. */
const restMs = 2_000;

/** Runs `work` with a namespace of its own, and goes on when that is gone. */
export async function inNamespace<Result>(
  cluster: Cluster,
  work: (namespace: string) => Promise<Result>,
): Promise<Result> {
  const name = `bench-${randomBytes(3).toString('hex')}`;
  const kind = { apiVersion: 'v1', kind: 'Namespace' };
  const created = { ...kind, metadata: { name } };
  await cluster.create(created, { signal: AbortSignal.timeout(patienceMs) });
  try {
    return await work(name);
  } finally {
    const signal = AbortSignal.timeout(patienceMs);
    await cluster.delete({ ...kind, name }, { signal });
    const query = { ...kind, fieldSelector: `metadata.name=${name}` };
    for await (const found of cluster.observe(query, signal)) {
      if (found.length === 0) break;
    }
    await sleep(restMs);
  }
}
