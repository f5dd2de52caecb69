import { readYaml } from '@kube-delivery/shared/manifests/yaml';
import type { Strategy } from './strategy.ts';
import { fill, holds } from './template.ts';
import type { ValueName, Values } from './template.ts';

/** A tag, and the strategy that asked for it. */
export interface PlannedTag {
  readonly tag: string;
  readonly strategy: string;
}

/** The tags of a build; there are none of worth where there are problems. */
export interface TagPlan {
  /** The primary one first; each once. */
  readonly tags: readonly PlannedTag[];
  /** What the user should know of. */
  readonly notices: readonly string[];
  readonly problems: readonly string[];
}

// Some events have these and others have not: a secondary strategy may go without.
const ofSomeEvents: readonly ValueName[] = ['branch', 'version', 'pr'];

/** Makes the tags of all strategies from the values of a build. */
export function planTags(strategies: readonly Strategy[], values: Values): TagPlan {
  const tags: PlannedTag[] = [];
  const notices: string[] = [];
  const problems: string[] = [];
  for (const [index, strategy] of strategies.entries()) {
    const filled = fill(strategy.template, values);
    if ('lacks' in filled) {
      const what = `${strategy.text} needs ${nounOf(filled.lacks)}`;
      if (index > 0 && ofSomeEvents.includes(filled.lacks)) {
        notices.push(
          `${strategy.text} is left out: it needs ${nounOf(filled.lacks)}, and ${filled.why}`,
        );
      } else problems.push(`${what}: ${filled.why}`);
      continue;
    }
    if ('problem' in filled) {
      problems.push(`${strategy.text} ${filled.problem}`);
      continue;
    }
    if (strategy.raw) notices.push(...noticesOnRaw(strategy, filled.tag));
    if (!tags.some(({ tag }) => tag === filled.tag)) {
      tags.push({ tag: filled.tag, strategy: strategy.text });
    }
  }
  return { tags, notices, problems };
}

function noticesOnRaw({ text, template }: Strategy, tag: string): readonly string[] {
  const notices: string[] = [];
  if (!holds(template, 'sha') && !holds(template, 'build-id')) {
    notices.push(
      `${text} has neither {sha} nor {build-id}: that no two builds share it is up to you`,
    );
  }
  if (typeof readYaml(tag).documents[0]?.value !== 'string') {
    notices.push(
      `${text} gives ${tag}, which YAML does not read as text: quote it, or begin with a word`,
    );
  }
  return notices;
}

function nounOf(value: ValueName): string {
  switch (value) {
    case 'sha':
      return 'a commit';
    case 'build-id':
      return 'a build id';
    case 'build-system':
      return 'a build system';
    case 'branch':
      return 'a branch';
    case 'version':
      return 'a version';
    case 'date':
    case 'day':
      return "the commit's date";
    case 'pr':
      return 'a pull request';
  }
}
