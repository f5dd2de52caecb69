import type { Json } from '@kube-delivery/shared/json/json';
import type { PodExec } from '../../faults/exec-in-pods.ts';

/**
 * One pod's result of a command. With `compat: chaostoolkit` the exit code of a command that failed is a
 * text and `stderr` a sentence on it, as in the original; else they are what they say.
 */
export function describeExec(
  { pod, ended }: PodExec,
  cmd: Json,
  compat: 'strict' | 'chaostoolkit',
): Json {
  const common = { pod_name: pod, cmd };
  if (typeof ended === 'string') return { ...common, exit_code: 1, stdout: '', stderr: '' };
  if ('refused' in ended) {
    return { ...common, exit_code: ended.refused, stdout: '', stderr: ended.refused };
  }
  const { exitCode, stdout, stderr } = ended;
  if (compat === 'strict') return { ...common, exit_code: exitCode, stdout, stderr };
  return exitCode === 0
    ? { ...common, exit_code: 0, stdout, stderr: '' }
    : {
        ...common,
        exit_code: String(exitCode),
        stdout,
        stderr: `command terminated with non-zero exit code: command terminated with exit code ${exitCode}`,
      };
}
