import { ActivityFailedError } from '../../activity-failed.ts';
import { Arguments } from '../arguments.ts';
import type { NativeProbe } from '../native-function.ts';
import { byDefault, required } from '../parameter.ts';
import { searchPython } from './search-python.ts';

/**
 * Whether a pattern of Python's `re` occurs in every one, or in any, of the logs in `value`; meant as the
 * tolerance of `read_pod_logs`.
 */
export const shouldBeFoundInLogs: NativeProbe = {
  type: 'probe',
  module: 'chaosk8s.pod.probes',
  func: 'should_be_found_in_logs',
  aliases: [],
  parameters: { pattern: required, all_containers: byDefault(true), value: byDefault(null) },
  run: (given) => {
    const read = new Arguments(given);
    const logs = Object.values(read.object('value'));
    if (logs.length === 0) throw new ActivityFailedError('there are no logs to search in');
    const occursIn = searchPython(read.text('pattern'));
    const found = logs.filter((log) => typeof log === 'string' && occursIn(log)).length;
    return Promise.resolve(read.boolean('all_containers') ? found === logs.length : found > 0);
  },
};
