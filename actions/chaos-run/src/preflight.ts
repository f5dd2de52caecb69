import type { InputProblem } from '@kube-delivery/shared/action/errors';
import type { Caps } from './blast-radius/caps.ts';
import { whyForbidden } from './blast-radius/namespace-rule.ts';
import type { Activity, Experiment, Scope } from './experiment/experiment.ts';
import { bindArguments } from './functions/bind-arguments.ts';
import { functionCatalogue } from './functions/catalogue.ts';
import { givenArguments } from './functions/given-arguments.ts';
import type { NativeAction } from './functions/native-function.ts';
import type { JsonObject } from '@kube-delivery/shared/json/json';

/** An action of an experiment that changes the cluster, with its arguments as they will be given. */
export interface PlannedAction {
  readonly activity: Activity;
  readonly action: NativeAction;
  readonly given: JsonObject;
}

/** The actions of the method, or of the rollbacks, that change the cluster. */
export function plannedActions(
  activities: readonly Activity[],
  scope: Scope,
): readonly PlannedAction[] {
  return activities.flatMap((activity) => {
    const { provider } = activity;
    if (provider.type !== 'python') return [];
    const action = functionCatalogue.find(provider.module, provider.func);
    if (action?.type !== 'action') return [];
    const given = bindArguments(action, givenArguments(provider, scope));
    return [{ activity, action, given }];
  });
}

/** What an experiment changes, told before anything is. */
export interface ExperimentReach {
  /** In alphabetical order. */
  readonly namespaces: readonly string[];
  readonly clusterWide: boolean;
  /** Namespaces that it must not touch; nothing is done where there are any. */
  readonly problems: readonly InputProblem[];
}

/** What an experiment's method and rollbacks would change, held against the namespaces allowed. */
export function reachOf(experiment: Experiment, scope: Scope, caps: Caps): ExperimentReach {
  const planned = [
    ...plannedActions(experiment.method, scope),
    ...plannedActions(experiment.rollbacks, scope),
  ];
  const reaches = planned.map(({ activity, action, given }) => ({
    activity,
    ...action.reach(given),
  }));
  return {
    namespaces: [...new Set(reaches.flatMap(({ namespaces }) => namespaces))].sort(),
    clusterWide: reaches.some(({ clusterWide }) => clusterWide),
    problems: reaches.flatMap(({ activity, namespaces }) =>
      namespaces.flatMap((namespace) => problemOf(experiment, activity, namespace, caps)),
    ),
  };
}

/**
 * The caps of an experiment: without `namespaces` those that its actions name are all that may be touched,
 * as by a drain that also finds pods of others; one that names none may touch any that is not protected.
 */
export function capsOf({ namespaces }: Pick<ExperimentReach, 'namespaces'>, caps: Caps): Caps {
  if (caps.namespaces !== undefined || namespaces.length === 0) return caps;
  return { ...caps, namespaces };
}

function problemOf(
  { file }: Experiment,
  { name, line }: Activity,
  namespace: string,
  caps: Caps,
): readonly InputProblem[] {
  const why = whyForbidden(namespace, caps);
  if (why === '') return [];
  const message = `${file}:${line}: ${name} would touch the namespace ${namespace}, which ${why}`;
  return [{ input: 'experiment', message, file, line }];
}
