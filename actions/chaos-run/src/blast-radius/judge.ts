import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import type { Judged } from './blast-radius.ts';
import type { Caps } from './caps.ts';
import { conditionProblem, isMirror } from './condition.ts';
import { controllerOf } from './controller.ts';
import { namespaceProblem } from './namespace-rule.ts';
import { optInProblem } from './opt-in.ts';
import type { Voice } from './opt-in.ts';
import type { Surroundings } from './surroundings.ts';
import { UnjudgeableError } from './unjudgeable.ts';

/** Whether one object may be hit by these rules, at this moment. */
export async function judgeObject(
  object: KubeObject,
  caps: Caps,
  surroundings: Surroundings,
  now: Date,
): Promise<Judged> {
  const reason =
    namespaceProblem(namespaceOf(object), caps) ||
    conditionProblem(object, caps.minimumAge, now) ||
    (await consentProblem(object, caps, surroundings));
  return { object, in: reason === '', reason };
}

async function consentProblem(
  object: KubeObject,
  { optIn }: Caps,
  surroundings: Surroundings,
): Promise<string> {
  const voices = await voicesFor(object, surroundings);
  const problem = optInProblem(voices, optIn);
  if (problem === '' || object.kind !== 'Node') return problem;
  // The owners of all that runs on a node may speak for it, as long as it says nothing itself.
  if (optInProblem(voices, 'none') !== '') return problem;
  const pods = (await surroundings.podsOn(object.metadata.name)).filter(isMovable);
  for (const pod of pods) {
    const own = optInProblem(await voicesFor(pod, surroundings), 'required');
    if (own !== '') {
      const { namespace = '', name } = pod.metadata;
      return own.startsWith('cannot')
        ? `is not opted in, and pod ${namespace}/${name} on it ${own}`
        : `is not opted in, and neither is pod ${namespace}/${name} on it`;
    }
  }
  return pods.length === 0 ? problem : '';
}

/** Whether a pod leaves a node that is drained. */
function isMovable(pod: KubeObject): boolean {
  return !isMirror(pod) && controllerOf(pod)?.kind !== 'DaemonSet';
}

/** Those who may speak for an object, nearest first. */
async function voicesFor(object: KubeObject, surroundings: Surroundings): Promise<Voice[]> {
  const voices: Voice[] = [{ title: 'it', object }];
  const namespace = namespaceOf(object);
  const [workload, around] = await Promise.all([
    unlessForbidden(surroundings.workloadOf(object)),
    unlessForbidden(
      namespace === undefined ? Promise.resolve(undefined) : surroundings.namespace(namespace),
    ),
  ]);
  if (workload.unread !== undefined) voices.push({ title: 'its workload', ...workload });
  else if (workload.object !== undefined && workload.object.kind !== 'Node') {
    const { kind, metadata } = workload.object;
    voices.push({ title: `${kind} ${metadata.name}`, object: workload.object });
  }
  if (namespace !== undefined && object.kind !== 'Namespace') {
    voices.push({ title: `namespace ${namespace}`, ...around });
  }
  return voices;
}

async function unlessForbidden(
  reading: Promise<KubeObject | undefined>,
): Promise<{ readonly object: KubeObject | undefined; readonly unread?: string }> {
  try {
    return { object: await reading };
  } catch (error) {
    if (!(error instanceof UnjudgeableError)) throw error;
    return { object: undefined, unread: error.message };
  }
}

/** The namespace that an object lies in, or is. */
function namespaceOf({ apiVersion, kind, metadata }: KubeObject): string | undefined {
  return apiVersion === 'v1' && kind === 'Namespace' ? metadata.name : metadata.namespace;
}
