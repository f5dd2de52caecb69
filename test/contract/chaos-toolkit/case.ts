import type { JsonObject } from '@kube-delivery/shared/json/json';

/** How Chaos Toolkit ends an experiment. */
export type Ending =
  /** The journal's status, and whether it holds a deviation. */
  | 'completed'
  | 'deviated'
  | 'failed'
  | 'failed, deviated'
  | 'aborted'
  | 'interrupted'
  /** Told to be wrong before anything was done; no journal. */
  | 'refused'
  /** Ended by an exception that nothing caught; no journal. */
  | 'died';

/** What chaos-run does instead, and why. */
export interface Departure {
  readonly why: string;
  readonly exitCode: 0 | 1;
  /** What the experiment's processes have written to `played.txt`. */
  readonly played: string;
}

/** One experiment that both programs run. Wherever it says `{{base}}` stands the service's address. */
export interface Case {
  readonly name: string;
  /** How Chaos Toolkit is known to end it, so that the case tests what it is there for. */
  readonly ends: Ending;
  /** A document, written as JSON; or the text of a YAML file. */
  readonly experiment: JsonObject | string;
  /** `experiment.json` or `experiment.yaml` unless given. */
  readonly file?: string;
  /** Other files of the workspace. */
  readonly files?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly variables?: readonly string[];
  readonly variableFiles?: readonly string[];
  readonly dry?: 'probes' | 'actions' | 'activities' | 'pause';
  readonly hypothesisStrategy?: string;
  readonly rollbackStrategy?: string;
  /** Seconds. */
  readonly frequency?: number;
  readonly failFast?: boolean;
  /** Sent once the experiment has made the file `ready`. */
  readonly signal?: 'SIGINT' | 'SIGTERM';
  /** Where chaos-run does something else on purpose. */
  readonly departs?: Departure;
  /** Background activities start in any order. */
  readonly anyOrder?: boolean;
}
