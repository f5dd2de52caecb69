import type { ApiError } from '@kube-delivery/shared/cluster/api-error';
import { NothingHitError } from '../activity-failed.ts';

/**
 * Something around an object may not be read, so that it cannot be told whether it may be hit, or how many
 * others there are. The message is why: `cannot be judged: ci may not get deployments.apps in namespace
 * shop`.
 */
export class UnjudgeableError extends NothingHitError {
  constructor(refused: Pick<ApiError, 'call' | 'message'>) {
    super(`cannot be judged: ${whyUnreadable(refused)}`, { cause: refused });
  }
}

/** Who may not do what, from the API server's answer 403: verb and resource as RBAC names them. */
export function whyUnreadable({ call, message }: Pick<ApiError, 'call' | 'message'>): string {
  const who = /User "([^"]+)" cannot/.exec(message)?.[1] ?? 'this connection';
  const { verb, resource, namespace } = call;
  const where = namespace === undefined ? '' : ` in namespace ${namespace}`;
  return `${who} may not ${verb} ${resource}${where}`;
}
