import { buildAll } from './build/build-all.ts';
import { runChecks } from './verify/checks.ts';
import { addCounts, describeCounts, runJest } from './verify/jest-run.ts';
import type { TestCounts } from './verify/jest-run.ts';
import { borrowCluster } from './verify/test-cluster.ts';
import { timed } from './timed.ts';

// End-to-end tests mostly wait for pods, so more of them run at once than there are cores.
const workers = 3;

async function testEverything(): Promise<TestCounts> {
  const cluster = await borrowCluster();
  try {
    await timed('Checking style and types', runChecks);
    await timed('Building the actions', async () => buildAll());
    await cluster.ready;
    const counts = await timed('Running the tests', async () =>
      runJest(['unit', 'contract', 'e2e'], workers),
    );
    if (!cluster.isOwn) return counts;
    // These kill the cluster's processes, so nothing else runs beside them.
    const life = await timed('Testing the life of the cluster', async () => runJest(['life'], 1));
    return addCounts(counts, life);
  } finally {
    await cluster.giveBack();
  }
}

try {
  const unitOnly = process.argv.includes('--unit');
  const counts = unitOnly ? await runJest(['unit'], workers) : await testEverything();
  console.log(describeCounts(counts));
  if (counts.failed > 0 || counts.passed === 0) process.exitCode = 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
