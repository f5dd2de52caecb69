import type { JsonObject } from '../../../shared/src/json/json.ts';
import type { ChaosCall } from './chaos-namespace.ts';
import type { Inputs } from './release-namespace.ts';

/** A function and its arguments. */
export type FunctionCall = readonly [func: string, given: JsonObject];

/** A run of an experiment whose method is these functions, one after the other. */
export function functionCall(calls: readonly FunctionCall[], inputs: Inputs = {}): ChaosCall {
  const method = calls.map(([func, given]) => {
    const at = func.lastIndexOf('.');
    const [module, name] = [func.slice(0, at), func.slice(at + 1)];
    const provider = { type: 'python', module, func: name, arguments: given };
    return { type: 'action', name, provider };
  });
  const title = calls.map(([func]) => func).join(', ');
  const document = { title, description: title, method, version: '1.0.0' };
  return {
    inputs: { experiment: 'experiment.json', ...inputs },
    files: { 'experiment.json': JSON.stringify(document) },
  };
}
