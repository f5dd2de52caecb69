import path from 'node:path';
import { PreconditionError } from '@kube-delivery/shared/action/errors';
import type { LoadedChart, ValueSet } from '../loaded-chart.ts';
import { readHelmError } from './helm-error.ts';
import type { HelmError } from './helm-error.ts';
import type { RenderWorld } from './render-world.ts';

/** What every chart is rendered as: what `helm template` itself takes. */
const release = 'release-name';

/** The first versions of Helm that can be told not to check values against a schema. */
const skipsSchemaFrom = [3, 16] as const;

/** What one run of `helm template` gave. */
export interface TemplateRun {
  /** Undefined where Helm rendered everything. */
  readonly error: HelmError | undefined;
  /**
   * All objects of the chart; where what a template gave is no YAML, the raw text of all templates
   * instead, and else nothing.
   */
  readonly output: string;
  /** What Helm said besides. */
  readonly stderr: string;
}

/** What is rendered, and how. */
export interface TemplateRequest {
  /** The chart whose values files are taken. */
  readonly chart: Pick<LoadedChart, 'absolute'>;
  /** Absolute: the chart itself or a copy of it. */
  readonly folder: string;
  readonly set: ValueSet;
  /** `1.36`; Helm's own where undefined. */
  readonly kubernetesVersion: string | undefined;
}

/**
 * Runs `helm template`. Values are not checked against the chart's schema where this Helm can leave
 * that out.
 */
export async function runTemplate(
  { chart, folder, kubernetesVersion, set }: TemplateRequest,
  { helm, signal }: Pick<RenderWorld, 'helm' | 'signal'>,
): Promise<TemplateRun> {
  const end = await helm.run(
    [
      ...['template', release, folder],
      ...set.files.flatMap((file) => ['--values', quoted(path.join(chart.absolute, file))]),
      ...(kubernetesVersion === undefined ? [] : ['--kube-version', kubernetesVersion]),
      ...(canSkipSchema(helm.version) ? ['--skip-schema-validation'] : []),
      // Shows the templates' text where it is no YAML, and changes nothing else of what is printed.
      '--debug',
    ],
    signal,
  );
  const { exitCode, stderr, stdout } = end;
  if (exitCode === undefined) {
    throw new PreconditionError(
      `helm template was ended from outside while it rendered ${chart.absolute}`,
      {
        hint: 'Look at the memory of the runner; a lower concurrency takes less of it',
      },
    );
  }
  return { error: exitCode === 0 ? undefined : readHelmError(stderr), output: stdout, stderr };
}

/** Helm takes a list of files apart at commas that do not stand in quotes. */
function quoted(file: string): string {
  return `"${file.replaceAll('"', '""')}"`;
}

function canSkipSchema(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [fromMajor, fromMinor] = skipsSchemaFrom;
  return major > fromMajor || (major === fromMajor && minor >= fromMinor);
}
