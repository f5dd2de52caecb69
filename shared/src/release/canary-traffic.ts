import { isApiError } from '../cluster/api-error.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { arrayAt, numberAt, stringAt } from '../json/json.ts';
import type { CanaryRecord } from './release-record.ts';

const routeKind = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute' };

/**
 * The HTTPRoute that sends users' requests to the canary at this moment, if one does: taking the
 * canary away would fail them. Where routes may not be read, none is known.
 */
export async function routeToCanary(
  cluster: Cluster,
  { namespace, service }: Pick<CanaryRecord, 'namespace' | 'service'>,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    if ((await cluster.resourceOf(routeKind, signal)) === undefined) return undefined;
    const routes = await cluster.list({ ...routeKind, namespace }, signal);
    const route = routes.find((each) =>
      arrayAt(each, 'spec', 'rules')
        .flatMap((rule) => arrayAt(rule, 'backendRefs'))
        .some(
          (backend) =>
            stringAt(backend, 'name') === service && (numberAt(backend, 'weight') ?? 1) > 0,
        ),
    );
    return route?.metadata.name;
  } catch (error) {
    if (isApiError(error, 403)) return undefined;
    throw error;
  }
}
