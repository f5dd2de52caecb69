import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import type { FloatMarks } from './float-marks.ts';

/** A function of a Python module; those of chaosk8s and our own run natively. */
export interface PythonProvider {
  readonly type: 'python';
  readonly module: string;
  readonly func: string;
  readonly arguments: JsonObject;
  /** Names of groups of secrets. */
  readonly secrets: readonly string[];
}

/** One HTTP request. */
export interface HttpProvider {
  readonly type: 'http';
  readonly url: string;
  /** As the file writes it, `GET` where it does not. */
  readonly method: string;
  readonly headers: JsonObject;
  /** Seconds, or [connect, read], or a `${name}`. */
  readonly timeout: Json | undefined;
  readonly arguments: Json | undefined;
  /** Whole numbers of its arguments that are floats to Python, as seen from the arguments. */
  readonly floats?: FloatMarks;
  readonly verifyTls: boolean;
  readonly maxRetries: number;
}

/** One process on the runner. */
export interface ProcessProvider {
  readonly type: 'process';
  readonly path: string;
  /** A text is a shell's command line, a list is argv, a map is flattened to argv. */
  readonly arguments: Json | undefined;
  /** Whole numbers of its arguments that are floats to Python, as seen from the arguments. */
  readonly floats?: FloatMarks;
  /** Seconds. */
  readonly timeout: Json | undefined;
}

/** What an activity does. Nothing in it is substituted yet. */
export type Provider = PythonProvider | HttpProvider | ProcessProvider;

/** A pause in seconds, or the `${name}` of one. */
export type Pause = number | string;

/** One activity of an experiment; a `ref` is the activity that it names. */
export interface Activity {
  readonly type: 'probe' | 'action';
  readonly name: string;
  readonly provider: Provider;
  readonly background: boolean;
  readonly pauses: { readonly before?: Pause; readonly after?: Pause };
  /** Of a hypothesis' probe; undefined elsewhere. */
  readonly tolerance: Json | undefined;
  /** As the file has it, for the journal. */
  readonly document: JsonObject;
  /** In the experiment's file, from 1. */
  readonly line: number;
}

/** What must hold. */
export interface Hypothesis {
  readonly title: string;
  readonly probes: readonly Activity[];
}

/** When the hypothesis is asked. */
export const hypothesisStrategies = [
  'default',
  'before-method-only',
  'after-method-only',
  'during-method-only',
  'continuously',
] as const;

/** One of them. */
export type HypothesisStrategy = (typeof hypothesisStrategies)[number];

/** When the file's rollbacks are played. */
export const rollbackStrategies = ['default', 'always', 'never', 'deviated'] as const;

/** One of them. */
export type RollbackStrategy = (typeof rollbackStrategies)[number];

/** A valid experiment in the Open Chaos format. */
export interface Experiment {
  /** Relative to the workspace, with `/`; of the short form `experiment`. */
  readonly file: string;
  /** Not substituted. */
  readonly title: string;
  /** Everything the file holds. */
  readonly document: JsonObject;
  /** Where in the document whole numbers are floats to Python, which its journal writes as `1.0`. */
  readonly floats?: FloatMarks;
  /** Undefined where there is none, or one without probes. */
  readonly hypothesis: Hypothesis | undefined;
  /** What is asked during the method instead of all probes of the hypothesis; only of the short form. */
  readonly duringProbes: readonly Activity[] | undefined;
  readonly method: readonly Activity[];
  readonly rollbacks: readonly Activity[];
  /** Strategies of its `runtime`, where it has them. */
  readonly hypothesisStrategy: HypothesisStrategy | undefined;
  readonly rollbackStrategy: RollbackStrategy | undefined;
  /** The line of the document's value at `path`, or of the nearest one above it that is there. */
  readonly lineOf?: (path: readonly (string | number)[]) => number;
  /** Names of its controls: Python modules, which are carried and reported, not run. */
  readonly controls: readonly string[];
}

/** What `${name}` stands for in an experiment that runs. */
export interface Scope {
  readonly configuration: JsonObject;
  /** By group; a group holds a map as a rule. */
  readonly secrets: JsonObject;
  /** Below `/configuration` and `/secrets`. */
  readonly floats?: FloatMarks;
}

/** Where in the run an activity is played. */
export type Phase = 'configuration' | 'hypothesis' | 'method' | 'rollbacks';
