import type { ActionContext } from '@kube-delivery/shared/action/context';
import { InputError, wrongInput } from '@kube-delivery/shared/action/errors';
import type { PreconditionError } from '@kube-delivery/shared/action/errors';
import type { Git } from '@kube-delivery/shared/git/git';
import { findCommitDate } from './commit-date.ts';
import { judgeFloating } from './floating.ts';
import type { FloatingTags } from './floating.ts';
import { primaryTag } from './image-names.ts';
import type { ImageNames } from './image-names.ts';
import type { Inputs } from './inputs.ts';
import { ociLabels, withOwn } from './labels.ts';
import { planTags } from './plan-tags.ts';
import { releasedVersions } from './released-versions.ts';
import { buildValues } from './values.ts';

/**
 * Decides on every tag and label. Throws an InputError where a tag cannot be made, and a
 * PreconditionError where floating tags cannot be judged.
 */
export async function nameImages(
  inputs: Inputs,
  context: ActionContext,
  clone: Git | PreconditionError,
): Promise<ImageNames> {
  const { sources, sourceDate } = inputs;
  const { source, buildId } = sources;
  const commitDate = (await findCommitDate(source, clone)) ?? sourceDate;
  const plan = planTags(inputs.strategies, buildValues({ ...sources, date: commitDate }));
  if (plan.problems.length > 0 || source.sha === undefined) {
    throw new InputError(plan.problems.map((message) => ({ input: 'strategy', message })));
  }
  const floating = await floatingTags(inputs, clone, source.sha);
  for (const notice of [...plan.notices, ...floating.notices]) context.log.notice(notice);
  const moving = plan.tags.find(({ tag }) => floating.tags.includes(tag));
  if (moving !== undefined) {
    throw wrongInput('strategy', `${moving.strategy} gives ${moving.tag}, which floating moves`);
  }
  const created = sourceDate ?? commitDate;
  if (created === undefined) {
    context.log.notice('the label created is left out: the commit is in no clone here');
  }
  const version = 'version' in sources.version ? sources.version.version : undefined;
  const tag = primaryTag(plan);
  const oci = ociLabels({ sha: source.sha, version: version ?? tag, created }, context);
  return {
    repositories: inputs.repositories,
    tags: plan.tags,
    floating: floating.tags,
    version,
    sha: source.sha,
    buildId: 'text' in buildId ? buildId.text : undefined,
    labels: withOwn(oci, inputs.labels),
    annotations: withOwn(oci, inputs.annotations),
  };
}

async function floatingTags(
  { floating, sources, component }: Inputs,
  clone: Git | PreconditionError,
  sha: string,
): Promise<FloatingTags> {
  if (floating.length === 0) return { tags: [], notices: [] };
  if ('absent' in sources.version) {
    return { tags: [], notices: [`no floating tag is moved: ${sources.version.absent}`] };
  }
  const released = await releasedVersions(clone, component, sha);
  return judgeFloating(floating, sources.version.version, released);
}
