import type { InputProblem } from '@kube-delivery/shared/action/errors';
import type { JsonObject } from '@kube-delivery/shared/json/json';
import { ActivityFailedError } from './activity-failed.ts';
import type { Caps } from './blast-radius/caps.ts';
import { whyForbidden } from './blast-radius/namespace-rule.ts';
import type { Activity, Experiment, Scope } from './experiment/experiment.ts';
import { unknownValue } from './experiment/check-scope.ts';
import { bindArguments } from './functions/bind-arguments.ts';
import { functionCatalogue } from './functions/catalogue.ts';
import { givenArguments } from './functions/given-arguments.ts';
import type { NativeAction, Reach } from './functions/native-function.ts';
import { isNamespaceName } from './namespace-name.ts';

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
  /** Namespaces that it must not touch, and calls that cannot be made; nothing is done where there are any. */
  readonly problems: readonly InputProblem[];
}

/**
 * What an experiment's method and rollbacks would change, held against the namespaces allowed. A namespace
 * that is not known yet is left out.
 */
export function reachOf(experiment: Experiment, scope: Scope, caps: Caps): ExperimentReach {
  const activities = [...experiment.method, ...experiment.rollbacks];
  const reaches = activities.map((activity) => ({ activity, ...activityReach(activity, scope) }));
  return {
    namespaces: [...new Set(reaches.flatMap(({ namespaces }) => namespaces))].sort(),
    clusterWide: reaches.some(({ clusterWide }) => clusterWide),
    problems: reaches.flatMap(({ activity, namespaces, problem }) =>
      [problem, ...namespaces.map((namespace) => namespaceProblem(namespace, caps))].flatMap(
        (why) => (why === undefined ? [] : [inputProblem(experiment, activity, why)]),
      ),
    ),
  };
}

function activityReach(
  activity: Activity,
  scope: Scope,
): Reach & { readonly problem: string | undefined } {
  try {
    const reaches = plannedActions([activity], scope).map(({ action, given }) =>
      action.reach(given),
    );
    return {
      namespaces: reaches
        .flatMap(({ namespaces }) => namespaces)
        .filter((namespace) => !namespace.includes(unknownValue)),
      clusterWide: reaches.some(({ clusterWide }) => clusterWide),
      problem: undefined,
    };
  } catch (error) {
    if (!(error instanceof ActivityFailedError)) throw error;
    return { namespaces: [], clusterWide: false, problem: `cannot be called: ${error.message}` };
  }
}

/**
 * The caps of an experiment: without `namespaces` those that its actions name are all that may be touched,
 * as by a drain that also finds pods of others; one that names none may touch any that is not protected.
 */
export function capsOf({ namespaces }: Pick<ExperimentReach, 'namespaces'>, caps: Caps): Caps {
  if (caps.namespaces !== undefined || namespaces.length === 0) return caps;
  return { ...caps, namespaces };
}

function namespaceProblem(namespace: string, caps: Caps): string | undefined {
  if (!isNamespaceName(namespace)) {
    return `names the namespace ${JSON.stringify(namespace)}, which is not a name of a namespace`;
  }
  const why = whyForbidden(namespace, caps);
  return why === '' ? undefined : `would touch the namespace ${namespace}, which ${why}`;
}

function inputProblem({ file }: Experiment, { name, line }: Activity, why: string): InputProblem {
  return { input: 'experiment', message: `${file}:${line}: ${name} ${why}`, file, line };
}
