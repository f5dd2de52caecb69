import { describeReference } from '../cluster/api-error.ts';
import type { ApiError } from '../cluster/api-error.ts';
import type { KubeObject, ObjectReference } from '../cluster/kube-object.ts';
import { holdsAll } from '../json/holds-all.ts';
import { objectAt } from '../json/json.ts';
import { commandName } from './command-name.ts';

const fixedMessage =
  /field is immutable|is immutable after creation|may not change once set|cannot change roleRef|Forbidden: updates to \w+ spec/;

/**
 * What to do where the server refuses an update (422) because fields of the object are fixed from its
 * creation on, naming them; undefined where it is refused for anything else.
 */
export function fixedFieldsHint(
  reference: ObjectReference,
  declared: KubeObject,
  live: KubeObject,
  { status, causes }: Pick<ApiError, 'status' | 'causes'>,
): string | undefined {
  if (status !== 422) return undefined;
  const fixed = causes.filter(({ message }) => fixedMessage.test(message));
  if (fixed.length === 0) return undefined;
  const fields = fixed.flatMap(({ field, message }) =>
    field === 'spec' ? changedIn(declared, live, message) : [field],
  );
  const { kind } = reference;
  return (
    `${[...new Set(fields)].join(', ')} of ${describeReference(reference)} cannot be changed once it is there: ` +
    `put back what it was, give the ${kind} another name, or delete it first (kubectl delete ${commandName(reference)})`
  );
}

/** The server says of some kinds only which fields of the spec may change, in quotes. */
function changedIn(declared: KubeObject, live: KubeObject, message: string): readonly string[] {
  const free = new Set([...message.matchAll(/'(\w+)'/g)].map(([, field]) => field));
  const present = objectAt(live, 'spec');
  const changed = Object.entries(objectAt(declared, 'spec'))
    .filter(([field, value]) => !free.has(field) && !holdsAll(present[field], value))
    .map(([field]) => `spec.${field}`);
  return changed.length === 0 ? ['spec'] : changed;
}
