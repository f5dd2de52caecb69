import { buildAll } from '../../scripts/build/build-all.ts';
import { chaosRun } from './chaos-run.ts';
import { coldStart } from './cold-start.ts';
import { deployScale } from './deploy-scale.ts';
import { deploySpeed } from './deploy-speed.ts';
import { deployVerdict } from './deploy-verdict.ts';
import { helmLintScale } from './helm-lint-scale.ts';
import { helmLintSpeed } from './helm-lint-speed.ts';

const benches: Readonly<Record<string, () => Promise<string>>> = {
  'cold-start': coldStart,
  'deploy-speed': deploySpeed,
  'deploy-verdict': deployVerdict,
  'deploy-scale': deployScale,
  'helm-lint-speed': helmLintSpeed,
  'helm-lint-scale': helmLintScale,
  'chaos-run': chaosRun,
};

/** `npm run bench -- deploy` runs those whose names begin with an argument; without any, all. */
const asked = process.argv.slice(2);
const chosen = Object.entries(benches).filter(
  ([name]) => asked.length === 0 || asked.some((each) => name.startsWith(each)),
);
if (chosen.length === 0) {
  throw new Error(`no bench ${asked.join(', ')}; there are ${Object.keys(benches).join(', ')}`);
}
await buildAll();
for (const [, bench] of chosen) console.log(await bench());
