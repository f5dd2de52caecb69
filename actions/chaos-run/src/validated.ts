import type { ActionResult } from '@kube-delivery/shared/action/action';
import { bullets, code, inline, text } from '@kube-delivery/shared/report/markdown';
import type { Experiment } from './experiment/experiment.ts';
import type { Verdict } from './verdict.ts';

/** What `mode: validate` ends with: experiments that are not valid never get as far. */
export function validated(experiments: readonly Experiment[]): ActionResult<Verdict> {
  return {
    verdict: 'passed',
    reason: '',
    outputs: {},
    report: { experiments: experiments.map(({ file, title }) => ({ file, title })) },
    summary: bullets(
      experiments.map(({ file, title }) => inline(code(file), text(` is valid: ${title}`))),
    ),
  };
}
