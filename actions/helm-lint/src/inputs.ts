import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { ActionContext } from '@kube-delivery/shared/action/context';
import type { InputReader } from '@kube-delivery/shared/action/input-reader';
import type { RunFacts } from '@kube-delivery/shared/action/run-facts';
import { readOutputFile } from '@kube-delivery/shared/files/output-file';
import { resolveUserFile } from '@kube-delivery/shared/files/user-file';
import { readHelmInputs } from '@kube-delivery/shared/helm/helm-program';
import type { HelmInputs } from '@kube-delivery/shared/helm/helm-program';
import { allRules } from './all-rules.ts';
import { readPolicy } from './policies/policy-config.ts';
import type { RuleLevels } from './policies/rule-levels.ts';
import { readBaseline } from './report/baseline.ts';
import type { BaselineEntry } from './report/baseline.ts';
import { unknownKindsChoices } from './schema/check-schema.ts';
import type { UnknownKinds } from './schema/check-schema.ts';
import { readCrds } from './schema/crds.ts';
import type { CustomKind } from './schema/crds.ts';
import { failOnChoices } from './verdict.ts';
import type { FailOn } from './verdict.ts';
import type { WrittenFiles } from './write-files.ts';

/** Every input, read once. */
export interface Inputs {
  /** Globs of charts. */
  readonly charts: readonly string[];
  /** Lines of values files, one a render. */
  readonly values: readonly string[];
  readonly changedSince: string | undefined;
  /** As they were given; none means all that the action carries. */
  readonly kubernetesVersions: readonly string[];
  readonly customKinds: readonly CustomKind[];
  readonly unknownKinds: UnknownKinds;
  /** How bad each rule is. */
  readonly levels: RuleLevels;
  readonly baseline: readonly BaselineEntry[];
  readonly failOn: FailOn;
  readonly helm: HelmInputs;
  /** How many Helm processes may run at once. */
  readonly concurrency: number;
  readonly files: WrittenFiles;
}

const mostProcesses = 64;

/** Reads every input of helm-lint, and the files that they name; problems stay with the reader. */
export function readInputs(reader: InputReader, { run }: ActionContext): Inputs {
  return {
    charts: reader.list('charts', { fallback: '**/Chart.yaml' }),
    values: reader.list('values'),
    changedSince: readReference(reader, 'changed-since'),
    kubernetesVersions: reader.list('kubernetes-versions', { commas: true }),
    customKinds: readCustomKinds(reader, run),
    unknownKinds: reader.choice('unknown-kinds', unknownKindsChoices, 'warn'),
    levels: readPolicy(reader, run, allRules),
    baseline: readBaselineFile(reader, run),
    failOn: reader.choice('fail-on', failOnChoices, 'error'),
    helm: readHelmInputs(reader),
    concurrency:
      reader.optionalInteger('concurrency', { min: 1, max: mostProcesses }) ??
      availableParallelism(),
    files: {
      sarif: readOutputFile(reader, 'sarif', run),
      junit: readOutputFile(reader, 'junit', run),
    },
  };
}

/** What git would take for an option is no name of a commit. */
function readReference(reader: InputReader, name: string): string | undefined {
  const reference = reader.text(name);
  if (reference?.startsWith('-') === true || (reference !== undefined && /\s/.test(reference))) {
    reader.reject(name, `${JSON.stringify(reference)} is not a branch, tag or commit`);
    return undefined;
  }
  return reference;
}

function readCustomKinds(reader: InputReader, run: RunFacts): readonly CustomKind[] {
  const patterns = reader.list('crds');
  if (patterns.length === 0) return [];
  const { kinds, problems } = readCrds(patterns, run);
  for (const { message, ...place } of problems) reader.reject('crds', message, place);
  return kinds;
}

function readBaselineFile(reader: InputReader, run: RunFacts): readonly BaselineEntry[] {
  const given = reader.text('baseline');
  if (given === undefined) return [];
  const file = resolveUserFile(given, run);
  if ('problem' in file) {
    reader.reject('baseline', file.problem);
    return [];
  }
  const reading = readBaseline(readFileSync(file.path, 'utf8'));
  if ('problem' in reading) {
    reader.reject('baseline', `${given} ${reading.problem}`, { file: given });
    return [];
  }
  return reading.entries;
}
