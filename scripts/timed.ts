import { formatDuration } from '../shared/src/time/duration.ts';

/** Runs `work`, saying what is being done before it and how long it took after it. */
export async function timed<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
  const started = performance.now();
  console.log(`${what} ...`);
  const result = await work();
  console.log(`${what}: done in ${formatDuration(performance.now() - started)}`);
  return result;
}
