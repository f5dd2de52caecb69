import type { Finding } from '../finding.ts';
import type { RenderOutcome } from './render-outcome.ts';
import { failed, requiredValue } from './rules.ts';

/**
 * The failures of all renders of one chart. A value that the chart requires and its bare defaults do not
 * give is a notice where another render works; so is a refusal of the defaults by `fail`. `defaults` is
 * the name of that value set.
 */
export function failuresOf(
  outcomes: readonly RenderOutcome[],
  defaults: string,
): readonly Finding[] {
  const others = outcomes.filter(({ set }) => set.name !== defaults);
  const works = others.some(({ failures, objects }) => failures.length === 0 && objects.length > 0);
  return outcomes.flatMap(({ failures, set }) =>
    failures.map((failure) =>
      works && set.name === defaults && isDemand(failure) ? eased(failure) : failure,
    ),
  );
}

function isDemand({ rule }: Finding): boolean {
  return rule === requiredValue.id || rule === failed.id;
}

function eased(failure: Finding): Finding {
  return {
    ...failure,
    severity: 'notice',
    message: `${failure.message}; another render of the chart works`,
  };
}
