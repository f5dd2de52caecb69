import type { InputProblem } from '@kube-delivery/shared/action/errors';
import { faultShapes } from './fault.ts';
import type { FaultInput } from './fault.ts';
import { faultTargetExamples, parseFaultTarget } from './fault-target.ts';
import type { FaultTarget } from './fault-target.ts';
import type { ShortForm } from './read-short-form.ts';

/** Everything that does not go together in the inputs of the short form, by input. */
export function shortFormProblems(given: ShortForm): readonly InputProblem[] {
  const { fault, target } = given;
  const aimed = parseFaultTarget(target);
  const problems = [...inputProblems(given)];
  const about = (input: string, message: string): void => {
    problems.push({ input, message });
  };
  if (aimed === undefined) {
    about('target', `${JSON.stringify(target)} is not a target; write ${faultTargetExamples}`);
  } else {
    const { kinds } = faultShapes[fault];
    if (!kinds.includes(aimed.kind)) {
      about('target', `${fault} cannot be aimed at a ${aimed.kind}, only at ${kinds.join(', ')}`);
    }
    problems.push(...checkProblems(given, aimed));
  }
  return problems;
}

function inputProblems(given: ShortForm): readonly InputProblem[] {
  const { fault, count, percent, command, container } = given;
  const { takes } = faultShapes[fault];
  const values: Readonly<Record<FaultInput, unknown>> = {
    count,
    percent,
    command,
    container,
  };
  const problems = Object.entries(values).flatMap(([input, value]) =>
    value === undefined || takes.some((taken) => taken === input)
      ? []
      : [{ input, message: `${fault} knows no ${input}` }],
  );
  if (count !== undefined && percent !== undefined) {
    problems.push({ input: 'percent', message: 'count and percent exclude each other' });
  }
  if (fault === 'scale-to' && count === undefined && percent === undefined) {
    const message =
      'scale-to needs count (how many replicas are left) or percent (of those there are)';
    problems.push({ input: 'count', message });
  }
  if (fault === 'exec' && command === undefined) {
    problems.push({ input: 'command', message: 'exec needs command: what is run in the pods' });
  }
  if (count === 0 && fault !== 'scale-to') {
    problems.push({ input: 'count', message: `${fault} of 0 objects would do nothing` });
  }
  return problems;
}

/** A node answers no requests, and a check with a path needs somebody who does. */
function checkProblems(
  { checks = [] }: ShortForm,
  { kind, name }: FaultTarget,
): readonly InputProblem[] {
  if (kind !== 'node') return [];
  return checks
    .filter(({ check }) => !(check.url instanceof URL))
    .map(({ check }) => ({
      input: 'hypothesis',
      message: `check ${check.name} has a path, but node/${name} answers no requests; give it a url`,
    }));
}
