import { objectAt, valueAt } from '@kube-delivery/shared/json/json';
import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import type { Activity, Pause } from './experiment.ts';
import { marksBelow, noFloatMarks } from './float-marks.ts';
import type { FloatMarks } from './float-marks.ts';
import { providerOf } from './provider-of.ts';
import { isTruthy } from './python-truth.ts';
import { pythonText } from './python-text.ts';

/** What a reference to an activity says beside the activity's own map. */
export interface ActivityUse {
  readonly line: number;
  readonly background: boolean;
  readonly tolerance: Json | undefined;
  /** Numbers of the activity's map that are floats to Python, as seen from the map. */
  readonly floats?: FloatMarks;
}

/** The activity that a valid map describes. */
export function activityOf(document: JsonObject, use: ActivityUse): Activity {
  const before = pauseAt(document, 'before');
  const after = pauseAt(document, 'after');
  return {
    type: valueAt(document, 'type') === 'action' ? 'action' : 'probe',
    name: pythonText(valueAt(document, 'name') ?? ''),
    provider: providerOf(
      objectAt(document, 'provider'),
      marksBelow(use.floats ?? noFloatMarks, ['provider']),
    ),
    background: use.background,
    pauses: {
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
    },
    tolerance: use.tolerance,
    document,
    line: use.line,
  };
}

function pauseAt(document: JsonObject, when: 'before' | 'after'): Pause | undefined {
  const pause = valueAt(document, 'pauses', when);
  if (!isTruthy(pause)) return undefined;
  return typeof pause === 'string' ? pause : Number(pause);
}
