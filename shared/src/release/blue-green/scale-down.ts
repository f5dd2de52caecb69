import { isApiError } from '../../cluster/api-error.ts';
import { numberAt } from '../../json/json.ts';
import { referenceTo } from '../../manifests/manifest.ts';
import type { HistoryFacts } from '../release-record.ts';
import type { ReleaseWork } from '../release-work.ts';
import { otherColour } from './colour.ts';
import type { Colour } from './colour.ts';
import { readColours, servicesTo } from './read-colours.ts';
import type { Colours } from './read-colours.ts';

/** What became of the colour that a release has left. */
export type ScaleDown =
  /** No pods of it are there. */
  | { readonly kind: 'nothing' }
  /** It is kept for an instant way back. */
  | { readonly kind: 'kept'; readonly workload: string; readonly until: Date }
  | { readonly kind: 'scaled-down'; readonly workload: string }
  /** Requests still go to it, whatever the record says. */
  | { readonly kind: 'serving'; readonly workload: string; readonly service: string };

type Work = Pick<ReleaseWork, 'cluster' | 'context' | 'signal'>;

const attempts = 5;

/**
 * Scales the colour that the release left to no pods when its deadline has passed. What a Service
 * leads to is never touched. Without such a colour it writes nothing.
 */
export async function finishScaleDown(
  work: Work,
  { lastGood }: Pick<HistoryFacts, 'lastGood'>,
): Promise<ScaleDown> {
  const record = lastGood?.blueGreen;
  if (record?.scaleDownAt === undefined) return { kind: 'nothing' };
  const until = new Date(record.scaleDownAt);
  const left = otherColour(record.colour);
  if (work.context.clock.now() < until) {
    const { deployments } = await readColours(work.cluster, record, work.signal);
    const deployment = deployments[left];
    return deployment === undefined || numberAt(deployment, 'spec', 'replicas') === 0
      ? { kind: 'nothing' }
      : { kind: 'kept', workload: deployment.metadata.name, until };
  }
  return scaleDown(work, record, left);
}

/** Scales a colour to no pods, unless a Service leads to it at this moment. */
export async function scaleDown(
  work: Work,
  pair: Colours['pair'],
  colour: Colour,
): Promise<ScaleDown> {
  const { cluster, context, signal } = work;
  for (let attempt = 1; ; attempt += 1) {
    // The Deployment is read before the Services, so that the write is refused where it has changed.
    const colours = await readColours(cluster, pair, signal);
    const deployment = colours.deployments[colour];
    const replicas = numberAt(deployment, 'spec', 'replicas') ?? 0;
    if (deployment === undefined || replicas === 0) return { kind: 'nothing' };
    const workload = deployment.metadata.name;
    const [service] = servicesTo(colours, deployment);
    if (service !== undefined) {
      return { kind: 'serving', workload, service: service.metadata.name };
    }
    try {
      const test = { op: 'test', path: '/spec/replicas', value: replicas } as const;
      const write = { op: 'replace', path: '/spec/replicas', value: 0 } as const;
      await cluster.patch(referenceTo(deployment), [test, write], { signal });
      context.log.info(
        `Deployment ${workload}: ${replicas} to 0 pods, as no Service leads to them`,
      );
      return { kind: 'scaled-down', workload };
    } catch (error) {
      // Its autoscaler was faster, or the answer was lost.
      if (!isApiError(error, 0, 409, 422) || attempt === attempts) throw error;
    }
  }
}
