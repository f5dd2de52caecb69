import type { ActionContext } from '@kube-delivery/shared/action/context';
import type { InputReader } from '@kube-delivery/shared/action/input-reader';
import { refuseUntrustedEvent } from '@kube-delivery/shared/action/untrusted-event';
import { readConnectionInputs } from '@kube-delivery/shared/cluster/connection-inputs';
import type { ConnectionInputs } from '@kube-delivery/shared/cluster/connection-inputs';
import { readOutputFile } from '@kube-delivery/shared/files/output-file';
import { parseTarget } from '@kube-delivery/shared/target/target';
import type { Target } from '@kube-delivery/shared/target/target';
import type { Caps } from './blast-radius/caps.ts';
import type { AbortRules } from './engine/engine.ts';
import { rollbackStrategies } from './experiment/experiment.ts';
import type { Experiment, HypothesisStrategy, RollbackStrategy } from './experiment/experiment.ts';
import type { ExperimentRules } from './experiment/reading.ts';
import { functionCatalogue } from './functions/catalogue.ts';
import { readAbortRules } from './inputs/abort-inputs.ts';
import { readCaps } from './inputs/caps-inputs.ts';
import { hypothesisStrategyOf, hypothesisStrategyTexts, readDry } from './inputs/engine-inputs.ts';
import type { DryRun } from './inputs/engine-inputs.ts';
import { readExperiments } from './inputs/experiment-inputs.ts';
import { readGivenValues } from './inputs/given-inputs.ts';
import type { GivenValues } from './inputs/given-inputs.ts';
import { readFault } from './inputs/fault-inputs.ts';
import { refuseUnused } from './inputs/unused-inputs.ts';
import { needsCluster } from './needs-cluster.ts';
import { sendsHttp } from './sends-http.ts';

/** What the action is asked to do. */
export const modes = ['run', 'validate', 'discover', 'recover'] as const;

/** One of them. */
export type Mode = (typeof modes)[number];

/** Everything the action was told. */
export interface Inputs {
  readonly mode: Mode;
  /** Valid ones, in the order of their running; none with `recover`. */
  readonly experiments: readonly Experiment[];
  /** What they may do. */
  readonly rules: ExperimentRules;
  /** What is to be known about the experiments without being wrong. */
  readonly warnings: readonly string[];
  /** Whether the only experiment was built from `fault`. */
  readonly isShortForm: boolean;
  /** What `ready-pods-below` counts. */
  readonly target: Target | undefined;
  /** Undefined where nothing asks the cluster. */
  readonly connection: ConnectionInputs | undefined;
  readonly caps: Caps;
  readonly given: GivenValues;
  readonly compat: 'strict' | 'chaostoolkit';
  readonly hypothesisStrategy: HypothesisStrategy | undefined;
  readonly rollbackStrategy: RollbackStrategy | undefined;
  readonly dryRun: DryRun;
  /** Milliseconds. */
  readonly frequency: number;
  readonly failFast: boolean;
  readonly abortOn: AbortRules;
  /** Milliseconds. */
  readonly recoveryTimeout: number;
  readonly seed: string;
  /** Relative to the workspace. */
  readonly journal: string;
  readonly junit: string | undefined;
  /** Milliseconds. */
  readonly lockTimeout: number;
}

function lacksDuring(experiment: Experiment | undefined): boolean {
  return experiment !== undefined && experiment.duringProbes === undefined;
}

/** Reads every input of chaos-run. */
export function readInputs(reader: InputReader, context: ActionContext): Inputs {
  const mode = reader.choice('mode', modes, 'run');
  const compat = reader.choice('compat', ['strict', 'chaostoolkit'], 'strict');
  const caps = readCaps(reader);
  const allowHttp = reader.boolean('allow-http', true);
  const rules: ExperimentRules = {
    pythonProblem: (provider, type) =>
      allowHttp || !sendsHttp(provider)
        ? functionCatalogue.problem(provider, type)
        : `${provider.module}.${provider.func} sends HTTP requests, and allow-http is false`,
    compat,
    allowProcess: reader.boolean('allow-process', false),
    allowHttp,
    programs: { environment: context.environment, folder: context.run.workspace },
  };
  const targetText = reader.text('target');
  const files = reader.list('experiment');
  const fault = readFault(reader, targetText, rules, context);
  const needed = mode !== 'recover';
  if (needed && files.length > 0 === (fault !== undefined)) {
    reader.reject('experiment', 'exactly one of experiment and fault is needed');
  }
  const read = needed
    ? readExperiments(reader, files, rules, context.run)
    : { experiments: [], warnings: [] };
  const experiments = fault?.experiment === undefined ? read.experiments : [fault.experiment];
  const abortOn = readAbortRules(reader);
  const target = targetText === undefined ? undefined : parseTarget(targetText);
  if (
    fault !== undefined &&
    lacksDuring(fault.experiment) &&
    abortOn.hypothesisFailures !== undefined
  ) {
    const why = 'needs a check with during: true: what is to be asked while the fault stands?';
    reader.reject('abort-on', `hypothesis-failures ${why}`);
  }
  if (abortOn.readyPodsBelow !== undefined && target === undefined) {
    reader.reject('abort-on', 'ready-pods-below needs target: whose pods are to be counted?');
  }
  const hypothesisStrategy = hypothesisStrategyOf(
    reader.optionalChoice('hypothesis-strategy', hypothesisStrategyTexts),
  );
  if (needed) {
    const isShortForm = fault !== undefined;
    const shortForm = fault?.experiment;
    refuseUnused(reader, { isShortForm, shortForm, hypothesisStrategy, abortOn });
  }
  // Reading an experiment does nothing, whoever has written it.
  reader.readIf(mode !== 'validate', () => {
    refuseUntrustedEvent(reader, context.run);
  });
  const asksCluster = mode === 'recover' || target !== undefined || needsCluster(experiments);
  return {
    mode,
    experiments: needed ? experiments : [],
    rules,
    warnings: read.warnings,
    isShortForm: fault !== undefined,
    target,
    connection: reader.readIf(asksCluster && mode !== 'validate', () =>
      readConnectionInputs(reader, context),
    ),
    caps,
    given: readGivenValues(reader, context.run),
    compat,
    hypothesisStrategy,
    rollbackStrategy: reader.optionalChoice('rollback-strategy', rollbackStrategies),
    dryRun: readDry(reader),
    frequency: reader.duration('hypothesis-frequency', '1s'),
    failFast: reader.boolean('fail-fast', false),
    abortOn,
    recoveryTimeout: reader.duration('recovery-timeout', '2m'),
    seed: reader.text('seed') ?? context.run.runId,
    journal: readOutputFile(reader, 'journal', context.run, 'journal.json') ?? 'journal.json',
    junit: readOutputFile(reader, 'junit', context.run),
    lockTimeout: reader.duration('lock-timeout', '45s', { zero: true }),
  };
}
