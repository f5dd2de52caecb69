import path from 'node:path';
import type { Action } from '@kube-delivery/shared/action/action';
import { allRules } from './all-rules.ts';
import { ending, outputNames } from './ending.ts';
import { readInputs } from './inputs.ts';
import type { Inputs } from './inputs.ts';
import { lint } from './lint.ts';
import { annotate } from './report/annotations.ts';
import { judge } from './verdict.ts';
import type { Verdict } from './verdict.ts';
import { writeFiles } from './write-files.ts';

/** The build puts them beside the bundle. */
const schemas = path.join(import.meta.dirname, 'schemas');

/** helm-lint: every mistake of every chart at once, on its true line. */
export const action: Action<Inputs, Verdict> = {
  name: 'helm-lint',
  verdicts: { good: ['clean'], bad: ['findings', 'invalid'] },
  unmetPrecondition: 'invalid',
  outputs: outputNames,
  readInputs,
  run: async (inputs, context) => {
    const outcome = await lint(inputs, schemas, context);
    annotate(outcome.findings, context.log);
    writeFiles(inputs.files, outcome, {
      failOn: inputs.failOn,
      rules: allRules,
      workspace: context.run.workspace,
    });
    return ending(judge(outcome, inputs.failOn), outcome, inputs.files);
  },
};
