import type { Activity, Experiment } from './experiment/experiment.ts';

/** Modules whose functions ask something else than the cluster. */
const elsewhere = ['os.path', 'chaosprometheus.probes'];

/** Whether any activity of the experiments asks or changes the cluster. */
export function needsCluster(experiments: readonly Experiment[]): boolean {
  return experiments.some((experiment) => activitiesOf(experiment).some(asksCluster));
}

/** All activities of an experiment, in the order of their phases. */
export function activitiesOf(experiment: Experiment): readonly Activity[] {
  return [...(experiment.hypothesis?.probes ?? []), ...experiment.method, ...experiment.rollbacks];
}

// Probes of the configuration and of tolerances stand in no list; their modules do in the document.
function asksCluster({ document }: Activity): boolean {
  return modulesIn(document).some((module) => !elsewhere.includes(module));
}

function modulesIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(modulesIn);
  if (typeof value !== 'object' || value === null) return [];
  const own = 'module' in value && typeof value.module === 'string' ? [value.module] : [];
  return [...own, ...Object.values(value).flatMap(modulesIn)];
}
