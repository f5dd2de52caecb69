import { buildAll } from './build/build-all.ts';
import { runChecks } from './verify/checks.ts';
import { runJest } from './verify/jest-run.ts';
import { borrowCluster } from './verify/test-cluster.ts';
import { timed } from './timed.ts';

const unitOnly = process.argv.includes('--unit');

async function main(): Promise<boolean> {
  if (unitOnly) return runJest(['unit']);
  const cluster = borrowCluster();
  try {
    await timed('Checking style and types', runChecks);
    await timed('Building the actions', async () => buildAll());
    await cluster.ready;
    return await timed('Running the tests', async () => runJest(['unit', 'contract', 'e2e']));
  } finally {
    await cluster.giveBack();
  }
}

try {
  if (!(await main())) process.exitCode = 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
