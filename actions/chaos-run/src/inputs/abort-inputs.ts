import type { InputReader } from '@kube-delivery/shared/action/input-reader';
import type { Json } from '@kube-delivery/shared/json/json';
import { suggestion } from '@kube-delivery/shared/text/nearest-word';
import { durationExamples, parseDuration } from '@kube-delivery/shared/time/duration';
import type { AbortRules } from '../engine/engine.ts';
import { readMap } from './map-input.ts';

const keys = ['hypothesis-failures', 'ready-pods-below', 'max-duration'] as const;

/** Reads `abort-on`, a YAML map; every key is optional. */
export function readAbortRules(reader: InputReader): AbortRules {
  const given = readMap(reader, 'abort-on');
  for (const key of Object.keys(given)) {
    if (!keys.some((known) => known === key)) {
      const known = `known are ${keys.join(', ')}`;
      reader.reject(
        'abort-on',
        `${JSON.stringify(key)} is not known${suggestion(key, keys)}; ${known}`,
      );
    }
  }
  const [failures, ready, duration] = keys.map((key) => given[key]);
  const hypothesisFailures = readCount(reader, keys[0], failures, 1);
  const readyPodsBelow = readCount(reader, keys[1], ready, 1);
  const maxDuration = readDuration(reader, duration);
  return {
    ...(hypothesisFailures === undefined ? {} : { hypothesisFailures }),
    ...(readyPodsBelow === undefined ? {} : { readyPodsBelow }),
    ...(maxDuration === undefined ? {} : { maxDuration }),
  };
}

function readCount(
  reader: InputReader,
  key: string,
  value: Json | undefined,
  least: number,
): number | undefined {
  if (value === undefined) return undefined;
  if (Number.isSafeInteger(value) && Number(value) >= least) return Number(value);
  reader.reject(
    'abort-on',
    `${key} is ${JSON.stringify(value)}, not a whole number of at least ${least}`,
  );
  return undefined;
}

function readDuration(reader: InputReader, value: Json | undefined): number | undefined {
  if (value === undefined) return undefined;
  const duration = typeof value === 'string' ? parseDuration(value) : undefined;
  if (duration !== undefined && duration > 0) return duration;
  const why = `is no duration; write it like ${durationExamples}`;
  reader.reject('abort-on', `max-duration ${JSON.stringify(value)} ${why}`);
  return undefined;
}
