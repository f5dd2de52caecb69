import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { buildAll } from '../scripts/build/build-all.ts';
import { timed } from '../scripts/timed.ts';
import { clusterAddresses, ensureTools, up } from '../test/cluster/index.ts';
import { createRepository } from './application-repository.ts';
import { deliver } from './deliver.ts';
import type { Delivery } from './deliver.ts';
import { summaryPage } from './page.ts';
import { writeReleaseTree } from './release-tree.ts';
import { resultTable, toMarkdown, toText } from './result-table.ts';
import { story } from './story.ts';
import { createTraffic } from './traffic.ts';

const longestDemo = 15 * 60_000;

async function main(): Promise<boolean> {
  await timed('Building the actions', async () => buildAll());
  await timed('Starting the cluster', up);
  const { act, kubectl } = await ensureTools(['act', 'kubectl']);
  const folder = mkdtempSync(path.join(tmpdir(), 'kube-delivery-demo-'));
  const repository = path.join(folder, 'web');
  const releaseTree = path.join(folder, 'release');
  await createRepository(repository);
  await writeReleaseTree(releaseTree);
  await timed('Clearing the namespace shop', async () =>
    promisify(execFile)(kubectl, [
      `--kubeconfig=${clusterAddresses().kubeconfig}`,
      ...['delete', 'namespace', 'shop', '--ignore-not-found', '--timeout=2m'],
    ]),
  );

  const traffic = createTraffic(longestDemo);
  const deliveries: Delivery[] = [];
  try {
    for (const [index, chapter] of story.entries()) {
      console.log(`\n${index + 1}. ${chapter.title}`);
      const run = { runner: act, repository, releaseTree, folder, runNumber: index + 1 };
      const delivery = await deliver(chapter, run, traffic);
      deliveries.push(delivery);
      if (delivery.problem !== undefined) break;
    }
  } finally {
    await traffic.stop();
  }

  const rows = resultTable(deliveries);
  const page = path.join(folder, 'summaries.html');
  const runs = deliveries.map(({ chapter, run }) => ({ title: chapter.title, run }));
  writeFileSync(page, summaryPage(toMarkdown(rows), runs));
  console.log(`\n${toText(rows)}\n\nJob summaries: ${page}`);
  for (const { problem } of deliveries) if (problem !== undefined) console.error(problem);
  return deliveries.every(({ problem }) => problem === undefined);
}

try {
  if (!(await main())) process.exitCode = 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
