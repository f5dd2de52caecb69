import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildAll } from '../scripts/build/build-all.ts';
import { timed } from '../scripts/timed.ts';
import { up } from '../test/cluster/index.ts';
import { summaryPage } from './page.ts';
import { resultTable, toMarkdown, toText } from './result-table.ts';
import { tellStory } from './tell-story.ts';

async function main(): Promise<boolean> {
  await timed('Building the actions', async () => buildAll());
  const addresses = await timed('Starting the cluster', up);
  const folder = mkdtempSync(path.join(tmpdir(), 'kube-delivery-demo-'));
  const deliveries = await timed('Delivering three versions', async () =>
    tellStory(folder, addresses, (line) => {
      console.log(line);
    }),
  );
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
