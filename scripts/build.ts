import { buildAll } from './build/build-all.ts';

const names = process.argv.slice(2);
try {
  await buildAll(names.length > 0 ? names : undefined);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
