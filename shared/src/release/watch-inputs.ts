import type { InputReader } from '../action/input-reader.ts';
import type { WatchOptions } from './release-work.ts';

/** Reads `wait`, `timeout`, `fail-fast` and `logs-lines`. */
export function readWatchOptions(reader: InputReader): WatchOptions {
  return {
    wait: reader.boolean('wait', true),
    timeout: reader.duration('timeout', '10m'),
    failFast: reader.boolean('fail-fast', true),
    logLines: reader.integer('logs-lines', 40, { min: 0, max: 1000 }),
  };
}
