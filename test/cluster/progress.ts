/** Prints one line of progress. Standard output is left to the data a command was asked for. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Runs one long step, saying what it does and, at its end, how long it took. */
export async function step<T>(what: string, action: () => Promise<T>): Promise<T> {
  const started = performance.now();
  say(`${what} ...`);
  const result = await action();
  say(`${what}: ${((performance.now() - started) / 1000).toFixed(1)} s`);
  return result;
}
