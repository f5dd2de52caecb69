import { isJsonObject, valueAt } from '@kube-delivery/shared/json/json';
import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import { suggestion } from '@kube-delivery/shared/text/nearest-word';
import { hypothesisStrategies, rollbackStrategies } from './experiment.ts';
import type { HypothesisStrategy, RollbackStrategy } from './experiment.ts';
import { isTruthy } from './python-truth.ts';
import type { Reading } from './reading.ts';

/** When an experiment's file wants its hypothesis asked and its rollbacks played. */
export interface Strategies {
  readonly hypothesisStrategy: HypothesisStrategy | undefined;
  readonly rollbackStrategy: RollbackStrategy | undefined;
}

/** Reads the strategies of `runtime`, and reports unknown ones. */
export function readStrategies(reading: Reading, experiment: JsonObject): Strategies {
  const runtime = valueAt(experiment, 'runtime');
  if (isTruthy(runtime) && !isJsonObject(runtime)) {
    reading.refuse(['runtime'], 'runtime must be a map with hypothesis and rollbacks');
  }
  const hypothesis = strategyAt(reading, runtime, 'hypothesis');
  return {
    hypothesisStrategy: choose(
      reading,
      'hypothesis',
      // An earlier spelling of Chaos Toolkit's own.
      hypothesis === 'continously' ? 'continuously' : hypothesis,
      hypothesisStrategies,
    ),
    rollbackStrategy: choose(
      reading,
      'rollbacks',
      strategyAt(reading, runtime, 'rollbacks'),
      rollbackStrategies,
    ),
  };
}

function strategyAt(reading: Reading, runtime: Json | undefined, part: string): Json | undefined {
  const given = valueAt(runtime, part);
  if (given !== undefined && !isJsonObject(given)) {
    reading.refuse(['runtime', part], `runtime.${part} must be a map with strategy`);
    return undefined;
  }
  return valueAt(given, 'strategy');
}

function choose<Choice extends string>(
  reading: Reading,
  part: string,
  given: Json | undefined,
  allowed: readonly Choice[],
): Choice | undefined {
  if (given === undefined) return undefined;
  const found = allowed.find((choice) => choice === given);
  if (found === undefined) {
    const nearest = typeof given === 'string' ? suggestion(given, allowed) : '';
    const message = `strategy ${JSON.stringify(given)} of ${part} is unknown${nearest}`;
    const known = `known are ${allowed.join(', ')}`;
    reading.refuse(['runtime', part, 'strategy'], `${message}; ${known}`);
  }
  return found;
}
