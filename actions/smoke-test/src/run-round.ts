import type { ActionContext } from '@kube-delivery/shared/action/context';
import type { Cluster } from '@kube-delivery/shared/cluster/cluster';
import type { ImageReference } from '@kube-delivery/shared/image/reference';
import { mapConcurrently } from '@kube-delivery/shared/async/map-concurrently';
import { ask } from './ask.ts';
import type { Place } from '@kube-delivery/shared/http-check/ask-check';
import type { Attempt, Round } from './attempt.ts';
import type { Inputs } from './inputs.ts';
import { checksForPod, checksForUrl } from './planned-check.ts';
import type { PlannedCheck } from './planned-check.ts';
import { assessImage } from './running-image.ts';
import { describeTarget } from '@kube-delivery/shared/target/target';
import type { Target } from '@kube-delivery/shared/target/target';
import { findTargetPods } from '@kube-delivery/shared/target/target-pods';
import type { TargetPod } from '@kube-delivery/shared/target/target-pods';

/** So many checks are under way at once. */
const atOnce = 10;

interface Question {
  readonly planned: PlannedCheck;
  readonly place: Place;
}

/** Asks everything once: the URL, or each pod that stands behind the target now. */
export async function runRound(
  inputs: Inputs,
  cluster: Cluster | undefined,
  context: Pick<ActionContext, 'clock' | 'signal'>,
): Promise<Round> {
  if ('url' in inputs.subject) {
    const { url } = inputs.subject;
    const place = { kind: 'url', base: url } as const;
    const questions = checksForUrl(inputs, url).map((planned) => ({ planned, place }));
    const attempts = await askAll(questions, inputs, context);
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
  const questions = [
    ...podsToAsk(pods, inputs).flatMap((pod) => questionsFor(pod, inputs, cluster)),
    ...elsewhere(inputs),
  ];
  return {
    attempts: await askAll(questions, inputs, context),
    problems: pods.flatMap((pod) => podProblem(pod, target, inputs)),
    wrongImages: wrongImages(pods, inputs.expectImage),
    nobodyThere: false,
  };
}

/** Ready pods take the requests. Where unready ones may stand alone, it is they who are asked. */
function podsToAsk(pods: readonly TargetPod[], { allowUnready }: Inputs): readonly TargetPod[] {
  const ready = pods.filter((pod) => pod.ready);
  return ready.length === 0 && allowUnready ? pods : ready;
}

async function askAll(
  questions: readonly Question[],
  inputs: Inputs,
  context: Pick<ActionContext, 'clock' | 'signal'>,
): Promise<readonly Attempt[]> {
  return mapConcurrently(questions, atOnce, async ({ planned, place }) =>
    ask(planned, place, inputs, context),
  );
}

function questionsFor(
  { name, namespace, port }: TargetPod,
  inputs: Inputs,
  cluster: Cluster,
): readonly Question[] {
  if (port === undefined) return [];
  const place = { kind: 'pod', cluster, namespace, name, port: port.number } as const;
  return checksForPod(inputs, port).map((planned) => ({ planned, place }));
}

/** Checks with a URL of their own, which are asked once however many pods there are. */
function elsewhere({ checks = [] }: Inputs): readonly Question[] {
  return checks.flatMap((check) =>
    check.url instanceof URL
      ? [{ planned: { kind: 'http', check }, place: { kind: 'url', base: check.url } }]
      : [],
  );
}

function podProblem(
  { name, ready, port }: TargetPod,
  target: Target,
  { allowUnready }: Inputs,
): readonly string[] {
  if (!ready && !allowUnready) return [`pod ${name} is not ready`];
  if (port !== undefined) return [];
  const wanted = target.port === undefined ? 'any port' : `the port of ${describeTarget(target)}`;
  return [`pod ${name} does not declare ${wanted}; name one as ${target.kind}/<name>:<port>`];
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
