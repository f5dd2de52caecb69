/**
 * Checks again until the value is as wanted; fails after `within` milliseconds with the last value.
 */
export async function eventually<Value>(
  ask: () => Value | Promise<Value>,
  wanted: (value: Value) => boolean,
  within = 10_000,
): Promise<Value> {
  const started = performance.now();
  for (;;) {
    const value = await ask();
    if (wanted(value)) return value;
    if (performance.now() - started > within) {
      throw new Error(`not so within ${within} ms: ${JSON.stringify(value)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
