import type { ActionContext } from '../../src/action/context.ts';
import { readRunFacts } from '../../src/action/read-run-facts.ts';
import { createSecrets } from '../../src/action/secrets.ts';
import { systemClock } from '../../src/time/system-clock.ts';

const silent = (): void => undefined;

/** A context outside any runner that says nothing, for tests that read inputs without running. */
export function quietContext(parts: Partial<ActionContext> = {}): ActionContext {
  return {
    log: {
      info: silent,
      notice: silent,
      warning: silent,
      annotate: silent,
      quote: silent,
      progress: silent,
      group: async (_title, work) => work(),
    },
    clock: systemClock,
    run: readRunFacts({ environment: {}, readText: () => undefined }),
    secrets: createSecrets(silent),
    signal: new AbortController().signal,
    environment: {},
    keepForPost: silent,
    ...parts,
  };
}
