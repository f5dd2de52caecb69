import type { Outcome } from '../src/outcome.ts';

/** The outcome of a run over the charts `charts/web` and `charts/db`, with parts of it replaced. */
export function sampleOutcome(parts: Partial<Outcome> = {}): Outcome {
  return {
    charts: [
      { folder: 'charts/web', name: 'web', renders: 3 },
      { folder: 'charts/db', name: 'db', renders: 1 },
    ],
    kubernetesVersions: ['1.35', '1.36'],
    findings: [],
    accepted: [],
    ignored: [],
    gone: [],
    helmProcesses: 5,
    ...parts,
  };
}
