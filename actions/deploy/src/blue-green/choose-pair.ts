import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { groupOf } from '@kube-delivery/shared/manifests/manifest';
import type { ColourPair } from '@kube-delivery/shared/release/blue-green/blue-green-record';
import { leadingServices } from '@kube-delivery/shared/release/blue-green/leading-services';
import type { ReleasePlan } from '@kube-delivery/shared/release/release-plan';
import { podLabelsOf, selects } from '@kube-delivery/shared/release/twin/service-selector';
import { changesPods } from '../canary/choose-canary.ts';

/** Which Deployment of a release has two colours, and which Service decides between them. */
export type PairChoice =
  | { readonly kind: 'pair'; readonly pair: ColourPair }
  /** All pods that a Service leads to would stay as they are. */
  | { readonly kind: 'same' }
  | { readonly kind: 'impossible'; readonly reason: string; readonly hint: string };

/** What the choice goes by. */
export interface PairFacts {
  /** The release as declared. */
  readonly plan: ReleasePlan;
  /** The Services that run, of all namespaces of the release. */
  readonly services: readonly KubeObject[];
  /** The input `service`. */
  readonly service: string | undefined;
  /** The pair of an earlier revision. */
  readonly former: ColourPair | undefined;
}

interface Candidate {
  readonly workload: KubeObject;
  readonly changes: boolean;
  readonly services: readonly KubeObject[];
}

/**
 * The Deployment that a Service leads to; of several the one that had colours before, or the one whose
 * pods change. Colours are of one Deployment: where others behind Services change too it is impossible.
 */
export function choosePair(facts: PairFacts): PairChoice {
  const { former, plan, service } = facts;
  const deployments = candidatesOf(facts);
  if (deployments.length === 0) {
    return impossible(
      'the release has no Deployment, and only a Deployment can come up beside itself',
      'Use strategy rolling',
    );
  }
  const fronted = deployments.filter(({ services }) => services.length > 0);
  const named = service === undefined ? fronted : fronted.filter((each) => leads(each, service));
  if (named.length === 0) return withoutService(deployments, fronted, service);
  const changing = fronted.filter(({ changes }) => changes);
  const own = named.find(({ workload }) => former !== undefined && isWorkloadOf(workload, former));
  const [first, ...others] = own === undefined ? narrow(named) : [own];
  if (first === undefined) return { kind: 'same' };
  const elsewhere = [...others, ...changing].filter((each) => each !== first);
  if (elsewhere.length > 0) {
    const names = [first, ...new Set(elsewhere)].map(({ workload }) => workload.metadata.name);
    return impossible(
      `the pods of several Deployments behind Services change or have two colours (${names.join(', ')}), and a release switches one`,
      'Release them one by one, each with a release name of its own, or use strategy rolling',
    );
  }
  return chooseService(first, facts, plan);
}

function chooseService(
  { services, workload }: Candidate,
  { former, service }: PairFacts,
  plan: ReleasePlan,
): PairChoice {
  const { name: workloadName, namespace = '' } = workload.metadata;
  const names = services.map(({ metadata }) => metadata.name);
  const before =
    former !== undefined && isWorkloadOf(workload, former) ? former.service : undefined;
  const chosen = service ?? names.find((each) => each === before) ?? names[0] ?? '';
  if (service === undefined && before === undefined && names.length > 1) {
    return impossible(
      `several Services lead to the pods of Deployment ${workloadName} (${names.join(', ')})`,
      'Name the one that has the preview, and that is switched first, in the input service',
    );
  }
  for (const { declared } of plan.objects) {
    if (declared === workload || declared.metadata.namespace !== namespace) continue;
    const shared = services.find((each) => selects(each, podLabelsOf(declared)));
    if (shared === undefined) continue;
    return impossible(
      `Service ${shared.metadata.name} leads to pods of ${declared.kind} ${declared.metadata.name} as well as of Deployment ${workloadName}, and cannot lead to another colour of one of them`,
      'Let that Service select the pods of one of them, or use strategy rolling',
    );
  }
  return { kind: 'pair', pair: { namespace, workload: workloadName, service: chosen } };
}

function withoutService(
  deployments: readonly Candidate[],
  fronted: readonly Candidate[],
  service: string | undefined,
): PairChoice {
  const names = deployments.map(({ workload }) => workload.metadata.name).join(', ');
  if (service === undefined || fronted.length === 0) {
    return impossible(
      `no Service selects the pods of Deployment ${names}, so there is nothing to switch`,
      'Give the Deployment a Service, or use strategy rolling',
    );
  }
  const others = fronted.flatMap((each) => each.services.map(({ metadata }) => metadata.name));
  return impossible(
    `Service ${service} does not select the pods of Deployment ${names}; those that do: ${others.join(', ')}`,
    'Correct the input service',
  );
}

/** Of several Deployments those that change. */
function narrow(candidates: readonly Candidate[]): readonly Candidate[] {
  return candidates.length > 1 ? candidates.filter(({ changes }) => changes) : candidates;
}

function candidatesOf({ plan, services }: PairFacts): readonly Candidate[] {
  const objects = plan.objects.map(({ declared }) => declared);
  return plan.objects
    .filter(({ object }) => object.kind === 'Deployment' && groupOf(object) === 'apps')
    .map((planned) => {
      const workload = planned.declared;
      const beside = services.filter(
        ({ metadata }) => metadata.namespace === workload.metadata.namespace,
      );
      return {
        workload,
        changes: changesPods(planned, plan),
        services: leadingServices(workload, objects, beside),
      };
    });
}

function leads({ services }: Candidate, service: string): boolean {
  return services.some(({ metadata }) => metadata.name === service);
}

function isWorkloadOf({ metadata }: KubeObject, { namespace, workload }: ColourPair): boolean {
  return metadata.name === workload && metadata.namespace === namespace;
}

function impossible(reason: string, hint: string): PairChoice {
  return { kind: 'impossible', reason, hint };
}
