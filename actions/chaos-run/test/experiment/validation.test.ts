import { expect, test } from '@jest/globals';
import { readStaticScope } from '../../src/experiment/check-scope.ts';
import { readExperiment } from '../../src/experiment/read-experiment.ts';
import { golden } from './golden.ts';
import { rules } from './rules.ts';

interface Row {
  readonly name: string;
  readonly valid: boolean;
  readonly text: string;
}

const rows = golden('validation') as readonly Row[];

/** The messages that stand against an experiment whose environment holds `KNOWN=v`. */
function problemsOf(text: string, compat: 'strict' | 'chaostoolkit'): readonly string[] {
  const read = readExperiment(text, 'e.json', { ...rules, compat });
  if ('problems' in read) return read.problems.map(({ message }) => message);
  const given = { variables: {}, configuration: {}, secrets: {} };
  const world = { environment: { KNOWN: 'v' }, rules: { ...rules, compat } };
  return readStaticScope(read.experiment, given, world).missing.map(({ message }) => message);
}

describeBoth('takes', true, (problems) => {
  expect(problems).toEqual([]);
});

describeBoth('refuses', false, (problems) => {
  expect(problems).not.toEqual([]);
});

function describeBoth(
  verb: string,
  valid: boolean,
  check: (problems: readonly string[]) => void,
): void {
  test.each(rows.filter((row) => row.valid === valid))(
    `${verb} $name as Chaos Toolkit does`,
    ({ text }) => {
      check(problemsOf(text, 'strict'));
      check(problemsOf(text, 'chaostoolkit'));
    },
  );
}
