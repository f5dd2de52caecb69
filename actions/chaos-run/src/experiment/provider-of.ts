import {
  arrayAt,
  booleanAt,
  numberAt,
  objectAt,
  stringAt,
  valueAt,
} from '@kube-delivery/shared/json/json';
import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import type { Provider } from './experiment.ts';
import { marksBelow, noFloatMarks } from './float-marks.ts';
import type { FloatMarks } from './float-marks.ts';

/**
 * What a valid provider's map says, with the defaults of Chaos Toolkit. `marks` tell its numbers that are
 * floats to Python.
 */
export function providerOf(provider: JsonObject, marks: FloatMarks = noFloatMarks): Provider {
  const timeout = given(provider, 'timeout');
  const floats = marksBelow(marks, ['arguments']);
  const type = stringAt(provider, 'type') ?? 'python';
  switch (type) {
    case 'http':
      return {
        type: 'http',
        url: stringAt(provider, 'url') ?? '',
        method: stringAt(provider, 'method') ?? 'GET',
        headers: objectAt(provider, 'headers'),
        timeout,
        arguments: given(provider, 'arguments'),
        floats,
        verifyTls: booleanAt(provider, 'verify_tls') ?? true,
        maxRetries: numberAt(provider, 'max_retries') ?? 0,
      };
    case 'process':
      return {
        type: 'process',
        path: stringAt(provider, 'path') ?? '',
        arguments: given(provider, 'arguments'),
        floats,
        timeout,
      };
    default:
      return {
        type: 'python',
        module: stringAt(provider, 'module') ?? '',
        func: stringAt(provider, 'func') ?? '',
        arguments: objectAt(provider, 'arguments'),
        secrets: arrayAt(provider, 'secrets').filter((each) => typeof each === 'string'),
      };
  }
}

function given(provider: JsonObject, key: string): Json | undefined {
  return valueAt(provider, key) ?? undefined;
}
