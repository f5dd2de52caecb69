import type { Json } from '@kube-delivery/shared/json/json';
import { FailedOutputError } from '../../activity-failed.ts';
import { execFailure } from '../../faults/exec-failure.ts';
import type { ExecAsked, PodExec } from '../../faults/exec-in-pods.ts';

type Compat = 'strict' | 'chaostoolkit';

/**
 * The results of a command as `describe` shows each. Throws a FailedOutputError that holds them all where
 * the command failed in a pod; not with `compat: chaostoolkit`, which leaves that to a tolerance.
 */
export function execOutput(
  results: readonly PodExec[],
  asked: Pick<ExecAsked, 'command' | 'timeout'>,
  compat: Compat,
  describe: (result: PodExec) => Json,
): Json {
  const output = results.map(describe);
  const failure = compat === 'strict' ? execFailure(results, asked) : undefined;
  if (failure !== undefined) throw new FailedOutputError(failure, output);
  return output;
}

/**
 * One pod's result of a command. With `compat: chaostoolkit` the exit code of a command that failed is a
 * text and `stderr` a sentence on it, as in the original; else they are what they say, and the exit code
 * of one that did not end is null.
 */
export function describeExec({ pod, ended }: PodExec, cmd: Json, compat: Compat): Json {
  const common = { pod_name: pod, cmd };
  const isStrict = compat === 'strict';
  if (typeof ended === 'string') {
    return { ...common, exit_code: isStrict ? null : 1, stdout: '', stderr: isStrict ? ended : '' };
  }
  if ('refused' in ended) {
    const { refused } = ended;
    return { ...common, exit_code: isStrict ? null : refused, stdout: '', stderr: refused };
  }
  const { exitCode, stdout, stderr } = ended;
  if (isStrict) return { ...common, exit_code: exitCode, stdout, stderr };
  return exitCode === 0
    ? { ...common, exit_code: 0, stdout, stderr: '' }
    : {
        ...common,
        exit_code: String(exitCode),
        stdout,
        stderr: `command terminated with non-zero exit code: command terminated with exit code ${exitCode}`,
      };
}
