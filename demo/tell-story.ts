import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { ensureTools } from '../test/cluster/index.ts';
import type { ClusterAddresses } from '../test/cluster/index.ts';
import { createRepository } from './application-repository.ts';
import { deliver } from './deliver.ts';
import type { Delivery } from './deliver.ts';
import { writeReleaseTree } from './release-tree.ts';
import { story } from './story.ts';
import { createTraffic } from './traffic.ts';

const longestStory = 15 * 60_000;

/**
 * Plays the whole story on a running cluster, with files in `folder`, and says each line of it. Ends
 * early at the first chapter that does not go as it promises.
 */
export async function tellStory(
  folder: string,
  addresses: ClusterAddresses,
  say: (line: string) => void,
): Promise<readonly Delivery[]> {
  const { act, kubectl } = await ensureTools(['act', 'kubectl']);
  const repository = path.join(folder, 'web');
  const releaseTree = path.join(folder, 'release');
  await createRepository(repository);
  await writeReleaseTree(releaseTree);
  await promisify(execFile)(kubectl, [
    `--kubeconfig=${addresses.kubeconfig}`,
    ...['delete', 'namespace', 'shop', '--ignore-not-found', '--timeout=2m'],
  ]);

  const traffic = createTraffic(addresses, longestStory);
  const deliveries: Delivery[] = [];
  try {
    for (const [index, chapter] of story.entries()) {
      say(`\n${index + 1}. ${chapter.title}`);
      const place = { runner: act, repository, releaseTree, folder, addresses, say };
      const delivery = await deliver(chapter, { ...place, runNumber: index + 1 }, traffic);
      deliveries.push(delivery);
      if (delivery.problem !== undefined) break;
    }
  } finally {
    await traffic.stop();
  }
  return deliveries;
}
