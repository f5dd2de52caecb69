import type { FieldPath, RenderedObject, RenderedProblem } from '../rendered-object.ts';
import type { Rule } from '../rules.ts';

/** A rule that looks at the rendered objects of one chart. */
export interface Policy {
  readonly rule: Rule;
  /** What is wrong with `subject`; `all` are the objects of the same render, `subject` among them. */
  check(subject: RenderedObject, all: readonly RenderedObject[]): readonly RenderedProblem[];
}

/** What a policy finds in an object. */
export type Flaw = Pick<RenderedProblem, 'path' | 'about' | 'part' | 'message' | 'hint'>;

/** The policy that reports what `find` finds, with the rule's own severity. */
export function definePolicy(
  rule: Rule,
  find: (subject: RenderedObject, all: readonly RenderedObject[]) => readonly Flaw[],
): Policy {
  return {
    rule,
    check: (subject, all) =>
      find(subject, all).map((flaw) => ({
        ...flaw,
        rule: rule.id,
        severity: rule.severity,
        subject,
      })),
  };
}

/** The field at `path` is not there. */
export function missing(path: FieldPath, message: string, hint: string): Flaw {
  return { path, about: 'missing', message, hint };
}

/** The field at `path` should not be there at all. */
export function surplus(path: FieldPath, message: string, hint: string): Flaw {
  return { path, about: 'key', message, hint };
}

/** The field at `path` has a wrong value; where only `part` of its text is wrong, that. */
export function wrong(path: FieldPath, message: string, hint: string, part?: string): Flaw {
  return { path, about: 'value', message, hint, ...(part === undefined ? {} : { part }) };
}
