import type { ActionContext } from '@kube-delivery/shared/action/context';
import type { Cluster } from '@kube-delivery/shared/cluster/cluster';
import type { ImageReference } from '@kube-delivery/shared/image/reference';
import { ask } from './ask.ts';
import type { Attempt, Round } from './attempt.ts';
import type { Inputs } from './inputs.ts';
import { checksForPod, checksForUrl } from './planned-check.ts';
import { assessImage } from './running-image.ts';
import { describeTarget } from './target.ts';
import type { Target } from './target.ts';
import { findTargetPods } from './target-pods.ts';
import type { TargetPod } from './target-pods.ts';

/** Asks everything once: the URL, or each pod that stands behind the target now. */
export async function runRound(
  inputs: Inputs,
  cluster: Cluster | undefined,
  context: Pick<ActionContext, 'clock' | 'signal'>,
): Promise<Round> {
  if ('url' in inputs.subject) {
    const { url } = inputs.subject;
    const attempts = await Promise.all(
      checksForUrl(inputs, url).map(async (planned) =>
        ask(planned, { kind: 'url', base: url }, inputs, context),
      ),
    );
    return { attempts, problems: [], wrongImages: [], nobodyThere: false };
  }
  if (cluster === undefined) throw new TypeError('a target needs a cluster');
  return askTarget(inputs.subject.target, inputs, cluster, context);
}

async function askTarget(
  target: Target,
  inputs: Inputs,
  cluster: Cluster,
  context: Pick<ActionContext, 'clock' | 'signal'>,
): Promise<Round> {
  const found = await findTargetPods(cluster, target, context.signal);
  if ('problem' in found) {
    return { attempts: [], problems: [found.problem], wrongImages: [], nobodyThere: true };
  }
  const { pods } = found;
  if (pods.length === 0) {
    const problem = `no pod stands behind ${describeTarget(target)}`;
    return { attempts: [], problems: [problem], wrongImages: [], nobodyThere: true };
  }
  const asked = pods.filter(({ ready, port }) => ready && port !== undefined);
  const attempts = await Promise.all(
    asked.map(async (pod) => askPod(pod, inputs, cluster, context)),
  );
  return {
    attempts: attempts.flat(),
    problems: pods.flatMap((pod) => podProblem(pod, target, inputs)),
    wrongImages: wrongImages(pods, inputs.expectImage),
    nobodyThere: asked.length === 0,
  };
}

async function askPod(
  { name, namespace, port }: TargetPod,
  inputs: Inputs,
  cluster: Cluster,
  context: Pick<ActionContext, 'clock' | 'signal'>,
): Promise<readonly Attempt[]> {
  if (port === undefined) return [];
  const place = { kind: 'pod', cluster, namespace, name, port: port.number } as const;
  return Promise.all(
    checksForPod(inputs, port).map(async (planned) => ask(planned, place, inputs, context)),
  );
}

function podProblem(
  { name, ready, port }: TargetPod,
  target: Target,
  { allowUnready }: Inputs,
): readonly string[] {
  if (!ready) return allowUnready ? [] : [`pod ${name} is not ready`];
  if (port !== undefined) return [];
  const wanted = target.port === undefined ? 'any port' : `port ${target.port}`;
  return [
    `pod ${name} does not declare ${wanted}; name one as ${target.kind}/${target.name}:<port>`,
  ];
}

function wrongImages(
  pods: readonly TargetPod[],
  expected: ImageReference | undefined,
): readonly string[] {
  if (expected === undefined) return [];
  return pods.flatMap(({ name, object }) => {
    const problem = assessImage(object, expected);
    return problem === undefined ? [] : [`pod ${name} ${problem}`];
  });
}
