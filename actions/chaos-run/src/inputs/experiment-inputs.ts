import { readFileSync } from 'node:fs';
import type { InputReader } from '@kube-delivery/shared/action/input-reader';
import type { RunFacts } from '@kube-delivery/shared/action/run-facts';
import { findManifestFiles } from '@kube-delivery/shared/manifests/find-files';
import type { Experiment } from '../experiment/experiment.ts';
import { readExperiment } from '../experiment/read-experiment.ts';
import type { ExperimentRules } from '../experiment/reading.ts';

/** Reads the experiments of files; each problem is kept with its file and line. */
export function readExperiments(
  reader: InputReader,
  patterns: readonly string[],
  rules: ExperimentRules,
  run: Pick<RunFacts, 'workspace' | 'temp'>,
): { readonly experiments: readonly Experiment[]; readonly warnings: readonly string[] } {
  const { files, problems } = findManifestFiles(patterns, run);
  for (const { message } of problems) reader.reject('experiment', message);
  const experiments: Experiment[] = [];
  const warnings: string[] = [];
  for (const { path, shown } of files) {
    const read = readText(reader, readFileSync(path, 'utf8'), shown, rules);
    if (read === undefined) continue;
    experiments.push(read.experiment);
    warnings.push(...read.warnings);
  }
  return { experiments, warnings };
}

function readText(
  reader: InputReader,
  text: string,
  file: string,
  rules: ExperimentRules,
): { readonly experiment: Experiment; readonly warnings: readonly string[] } | undefined {
  const read = readExperiment(text, file, rules);
  if (!('problems' in read)) return read;
  for (const { line, message } of read.problems) {
    reader.reject('experiment', `${file}:${line}: ${message}`, { file, line });
  }
  return undefined;
}
