import { buildAll } from '../../scripts/build/build-all.ts';
import { coldStart } from './cold-start.ts';

await buildAll();
console.log(await coldStart());
