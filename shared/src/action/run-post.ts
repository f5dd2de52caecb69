import type { ActionContext } from './context.ts';
import { createLog } from './create-log.ts';
import { InterruptedError, messageOf } from './errors.ts';
import { InputReader } from './input-reader.ts';
import { readRunFacts } from './read-run-facts.ts';
import { realWorld } from './real-world.ts';
import { inputVariable } from './run-action.ts';
import { createSecrets } from './secrets.ts';
import type { World } from './world.ts';

/** What an action's post step has to work with. */
export interface PostStep {
  /** The inputs of the step, as the action itself had them. */
  readonly reader: InputReader;
  readonly context: ActionContext;
  /** What the action kept under a key by `keepForPost`; undefined where it kept nothing. */
  readonly kept: (key: string) => string | undefined;
}

/**
 * Runs an action's post step, at the end of its job. Nothing that goes wrong there fails the job: it is
 * told as a warning.
 */
export async function runPost(
  work: (step: PostStep) => Promise<void>,
  world: World = realWorld(),
): Promise<void> {
  const secrets = createSecrets((value) => {
    world.mask(value);
  });
  const interruption = new AbortController();
  world.onInterrupt((signal) => {
    interruption.abort(new InterruptedError(signal));
  });
  const log = createLog(world, secrets);
  const context: ActionContext = {
    log,
    clock: world.clock,
    run: readRunFacts(world),
    secrets,
    signal: interruption.signal,
    environment: world.environment,
    keepForPost: () => {
      throw new TypeError('nothing comes after the post step');
    },
  };
  const reader = new InputReader((name) => world.environment[inputVariable(name)]);
  const kept = (key: string): string | undefined => world.environment[`STATE_${key}`];
  try {
    await work({ reader, context, kept });
  } catch (error) {
    log.warning(messageOf(error));
  }
  world.exit(0);
}
