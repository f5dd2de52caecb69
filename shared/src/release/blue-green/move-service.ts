import { isDeepStrictEqual } from 'node:util';
import { PreconditionError } from '../../action/errors.ts';
import { isApiError } from '../../cluster/api-error.ts';
import type { JsonPatchOperation } from '../../cluster/cluster.ts';
import type { ObjectReference } from '../../cluster/kube-object.ts';
import { arrayAt, objectAt } from '../../json/json.ts';
import type { Json } from '../../json/json.ts';
import type { ReleaseWork } from '../release-work.ts';
import { serviceSelector } from '../twin/service-selector.ts';
import type { Labels } from '../twin/service-selector.ts';

/** A Service and where it is to send its requests. */
export interface ServiceMove {
  readonly service: ObjectReference;
  /** What it must select by until then. */
  readonly from: Labels;
  readonly to: Labels;
  /** Its ports from then on; as they are unless given. */
  readonly ports?: readonly Json[];
}

const attempts = 5;
const pauseMs = 200;

/**
 * Moves all requests of a Service to other pods, in one write that the server refuses unless the
 * Service is as expected. One that is there already is not written. A PreconditionError where somebody
 * else has let the Service select other pods.
 */
export async function moveService(
  { cluster, context, signal }: Pick<ReleaseWork, 'cluster' | 'context' | 'signal'>,
  { service, from, to, ports }: ServiceMove,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const live = await cluster.read(service, signal);
    const selector = live === undefined ? {} : serviceSelector(live);
    const samePorts =
      ports === undefined || isDeepStrictEqual(arrayAt(live, 'spec', 'ports'), ports);
    if (isDeepStrictEqual(selector, to) && samePorts) return;
    if (!isDeepStrictEqual(selector, to) && !isDeepStrictEqual(selector, from)) {
      throw new PreconditionError(
        `Service ${service.name} selects ${shown(selector)}, not ${shown(from)} as this run left it`,
        { hint: 'Find out who changed the Service, then run this again' },
      );
    }
    try {
      await cluster.patch(service, operations(objectAt(live, 'spec'), to, ports), { signal });
      context.log.info(`Service ${service.name} selects ${shown(to)}`);
      return;
    } catch (error) {
      // An answer that was lost, or a Service that changed in between: the next look decides.
      if (!isPassing(error) || attempt === attempts) throw error;
      await context.clock.sleep(pauseMs * attempt, signal);
    }
  }
}

function operations(
  spec: Readonly<Record<string, Json>>,
  to: Labels,
  ports: readonly Json[] | undefined,
): readonly JsonPatchOperation[] {
  return [
    { op: 'test', path: '/spec/selector', value: spec.selector ?? null },
    { op: 'replace', path: '/spec/selector', value: to },
    ...(ports === undefined
      ? []
      : ([{ op: 'replace', path: '/spec/ports', value: ports }] as const)),
  ];
}

function isPassing(error: unknown): boolean {
  if (!isApiError(error)) return false;
  return [0, 409, 422, 429].includes(error.status) || error.status >= 500;
}

/** Labels as kubectl takes them. */
export function shown(labels: Labels): string {
  const pairs = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  return pairs.join(',') || 'nothing';
}
