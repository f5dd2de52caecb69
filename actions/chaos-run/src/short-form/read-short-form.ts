import type { InputProblem } from '@kube-delivery/shared/action/errors';
import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import { faultShapes } from './fault.ts';
import type { Fault } from './fault.ts';
import { faultTargetText, parseFaultTarget } from './fault-target.ts';
import type { FaultTarget } from './fault-target.ts';
import type { HypothesisCheck } from './hypothesis-check.ts';
import { literalText } from './literal-text.ts';
import { shortFormProblems } from './short-form-problems.ts';

/** One fault with its hypothesis, as the inputs say. */
export interface ShortForm {
  readonly fault: Fault;
  /** `deployment/web`; a port behind it is for the checks. */
  readonly target: string;
  /** Of pods or nodes; of `scale-to` the replicas that are left. */
  readonly count: number | undefined;
  /** 0–100, instead of a count. */
  readonly percent: number | undefined;
  /** Milliseconds from the fault to its undoing; 0 undoes at once. */
  readonly duration: number;
  /** What must hold besides that the target is ready. */
  readonly checks: readonly HypothesisCheck[] | undefined;
  readonly command: string | undefined;
  readonly container: string | undefined;
  readonly namespace: string;
}

/** The experiment that a short form stands for. */
export interface BuiltExperiment {
  /** In the Open Chaos format. */
  readonly document: JsonObject;
  /** Names of the probes that are asked while the fault stands; empty where none is. */
  readonly duringNames: readonly string[];
}

/** The tolerance of a check's outcome. */
export const checkTolerance: JsonObject = { type: 'jsonpath', path: '$.passed', expect: true };

/**
 * Builds the experiment: a hypothesis of the checks and that the target is ready, as pods that are still to
 * come answer no check; one action, no rollbacks, as every fault is taken
 * back by its own record.
 */
export function buildShortForm(
  given: ShortForm,
): BuiltExperiment | { readonly problems: readonly InputProblem[] } {
  const problems = shortFormProblems(given);
  const aimed = parseFaultTarget(given.target);
  if (problems.length > 0 || aimed === undefined) return { problems };
  const { checks, duration, fault, target } = given;
  const during = (checks ?? []).filter((check) => check.during);
  const probes = [
    ...(checks ?? []).map((check) => checkProbe(check, given, aimed)),
    readyProbe(given, aimed),
  ];
  const action = {
    type: 'action',
    name: fault,
    provider: ours('actions', faultShapes[fault].func, argumentsOf(given, aimed)),
    ...(duration === 0 ? {} : { pauses: { after: duration / 1000 } }),
  };
  return {
    document: {
      title: `${fault} of ${faultTargetText(aimed)}`,
      description: `What becomes of ${target} when it meets ${fault}.`,
      'steady-state-hypothesis': { title: titleOf(checks, aimed), probes },
      method: [action],
      rollbacks: [],
      ...(during.length === 0 ? {} : { runtime: { hypothesis: { strategy: 'continuously' } } }),
    },
    duringNames: during.map(({ check }) => check.name),
  };
}

function titleOf(checks: ShortForm['checks'], aimed: FaultTarget): string {
  const ready = `${faultTargetText(aimed)} is ready`;
  if (checks === undefined) return ready;
  return `${checks.length === 1 ? '1 check passes' : `${checks.length} checks pass`}, and ${ready}`;
}

function checkProbe(
  { check, words }: HypothesisCheck,
  { namespace, target }: ShortForm,
  { kind }: FaultTarget,
): JsonObject {
  const where = check.url instanceof URL || kind === 'node' ? {} : { target, ns: namespace };
  return {
    type: 'probe',
    name: check.name,
    tolerance: checkTolerance,
    provider: ours('probes', 'check', { check: literalText(words), ...where }),
  };
}

function readyProbe({ namespace }: ShortForm, aimed: FaultTarget): JsonObject {
  const target = faultTargetText(aimed);
  return {
    type: 'probe',
    name: `${target} is ready`,
    tolerance: checkTolerance,
    provider: ours('probes', 'ready', { target, ns: namespace }),
  };
}

function argumentsOf(
  { fault, count, percent, command, container, namespace }: ShortForm,
  aimed: FaultTarget,
): JsonObject {
  const given: Readonly<Record<string, Json | undefined>> = {
    [fault === 'scale-to' ? 'replicas' : 'count']: count,
    percent,
    grace_period: fault === 'pod-crash' ? 0 : undefined,
    command: command === undefined ? undefined : literalText(command),
    container,
  };
  const known = Object.entries(given).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return {
    target: faultTargetText(aimed),
    ns: namespace,
    ...Object.fromEntries(known),
  };
}

function ours(module: 'actions' | 'probes', func: string, given: JsonObject): JsonObject {
  return { type: 'python', module: `kube_delivery.${module}`, func, arguments: given };
}
