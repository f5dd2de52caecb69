import type { Action } from '@kube-delivery/shared/action/action';
import { PreconditionError } from '@kube-delivery/shared/action/errors';
import { openClone } from '@kube-delivery/shared/git/open-clone';
import { writeHandOnFiles } from './hand-on-files.ts';
import { readInputs } from './inputs.ts';
import type { Inputs } from './inputs.ts';
import { nameImages } from './name-images.ts';
import { outputNames, resultOf } from './result.ts';
import type { Verdict } from './verdict.ts';

/** Gives every build its own immutable name. */
export const action: Action<Inputs, Verdict> = {
  name: 'image-tag',
  verdicts: { good: ['tagged'], bad: ['invalid'] },
  unmetPrecondition: 'invalid',
  outputs: outputNames,
  readInputs,
  run: async (inputs, context) => {
    const { run, log } = context;
    // Most builds can be named without a clone: its absence is wrong where it is needed only.
    const clone = await openClone(run.workspace, context).catch((error: unknown) => {
      if (error instanceof PreconditionError) return error;
      throw error;
    });
    const names = await nameImages(inputs, context, clone);
    const result = resultOf(names, writeHandOnFiles(run.temp, names));
    for (const { tag, strategy } of names.tags) log.info(`${strategy}: ${tag}`);
    return result;
  },
};
