import { valueAt } from '@kube-delivery/shared/json/json';
import type { PythonProvider } from './experiment/experiment.ts';

/** Whether a native function asks something else over HTTP than the API server. */
export function sendsHttp({ module, arguments: given }: PythonProvider): boolean {
  if (module.startsWith('chaosprometheus.')) return true;
  return module === 'kube_delivery.probes' && valueAt(given, 'check', 'url') !== undefined;
}
