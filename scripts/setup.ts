import { ensureTools } from '../test/cluster/index.ts';
import { buildAll } from './build/build-all.ts';
import { timed } from './timed.ts';

await timed('Building the actions', async () => {
  await buildAll();
});
await timed('Preparing the tools of the test cluster', async () => {
  await ensureTools();
});
