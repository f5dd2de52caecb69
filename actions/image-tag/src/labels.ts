import type { ActionContext } from '@kube-delivery/shared/action/context';
import type { InputReader } from '@kube-delivery/shared/action/input-reader';
import { stringAt } from '@kube-delivery/shared/json/json';
import { formatDate } from './commit-date.ts';

/** Labels or annotations by key. */
export type Labels = ReadonlyMap<string, string>;

/** What the labels of the OCI image specification are made from. */
export interface LabelFacts {
  readonly sha: string;
  /** The version, or the primary tag where there is none. */
  readonly version: string;
  /** Undefined where nothing tells when the commit was made. */
  readonly created: Date | undefined;
}

/** Reads `key=value` lines of the input `name`. */
export function readLabels(reader: InputReader, name: 'labels' | 'annotations'): Labels {
  const labels = new Map<string, string>();
  for (const line of reader.list(name)) {
    const [, key, value] = /^([^\s=]+)\s*=\s*(.*)$/.exec(line) ?? [];
    if (key === undefined || value === undefined) {
      reader.reject(name, `${JSON.stringify(line)} is not key=value`);
    } else if (labels.has(key)) {
      reader.reject(name, `${key} is given twice; give it once`);
    } else labels.set(key, value);
  }
  return labels;
}

/**
 * The keys of the OCI image specification that this run knows
 * (https://specs.opencontainers.org/image-spec/annotations/).
 */
export function ociLabels(
  facts: LabelFacts,
  { run, environment }: Pick<ActionContext, 'run' | 'environment'>,
): Labels {
  const server = environment.GITHUB_SERVER_URL ?? '';
  const about = (field: string): string | undefined => stringAt(run.event, 'repository', field);
  const known: Readonly<Record<string, string | undefined>> = {
    created: facts.created === undefined ? undefined : formatDate(facts.created),
    revision: facts.sha,
    version: facts.version,
    source: server && run.repository ? `${server}/${run.repository}` : about('html_url'),
    title: run.repository.split('/')[1] ?? about('name'),
    description: about('description')?.replace(/\s+/g, ' ').trim(),
    licenses: stringAt(run.event, 'repository', 'license', 'spdx_id'),
  };
  const labels = new Map<string, string>();
  for (const [key, value] of Object.entries(known)) {
    if (value !== undefined && value !== '') labels.set(`org.opencontainers.image.${key}`, value);
  }
  return labels;
}

/** `labels` with those of the user, which win where both have a key. */
export function withOwn(labels: Labels, own: Labels): Labels {
  return new Map([...labels, ...own]);
}

/** One `key=value` a line, as build actions take them. */
export function formatLabels(labels: Labels): string {
  return [...labels].map(([key, value]) => `${key}=${value}`).join('\n');
}
