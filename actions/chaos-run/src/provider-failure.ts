import { numberAt, stringAt } from '@kube-delivery/shared/json/json';
import type { Json } from '@kube-delivery/shared/json/json';
import type { HttpProvider, ProcessProvider } from './experiment/experiment.ts';

/**
 * Why an action did not do what it was to do, by its output: a process that ended with another code than
 * 0, a request that was answered with 400 or more. Undefined where it did. Of probes a tolerance judges.
 */
export function providerFailure(
  { type }: HttpProvider | ProcessProvider,
  output: Json,
): string | undefined {
  const status = numberAt(output, 'status') ?? 0;
  if (type === 'http') {
    return status < 400 ? undefined : `the request was answered with the status ${status}`;
  }
  if (status === 0) return undefined;
  const said = (stringAt(output, 'stderr') ?? '').trim().split('\n').at(-1) ?? '';
  return `the process ended with ${status}${said === '' ? '' : `: ${said}`}`;
}
