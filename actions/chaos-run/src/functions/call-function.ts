import { isApiError } from '@kube-delivery/shared/cluster/api-error';
import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import { ActivityFailedError } from '../activity-failed.ts';
import { bindArguments } from './bind-arguments.ts';
import type { FunctionWorld, NativeFunction } from './native-function.ts';

/**
 * Binds the arguments and runs the function. What the API server refuses is an ActivityFailedError, as
 * any exception of a Python function is to Chaos Toolkit; the signal's reason is thrown as it is.
 */
export async function callFunction(
  fn: NativeFunction,
  given: JsonObject,
  world: FunctionWorld,
): Promise<Json> {
  const bound = bindArguments(fn, given);
  try {
    return await fn.run(bound, world);
  } catch (thrown) {
    world.signal.throwIfAborted();
    if (!isApiError(thrown)) throw thrown;
    throw new ActivityFailedError(thrown.message, { cause: thrown });
  }
}
