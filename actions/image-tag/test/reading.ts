import { InputError } from '@kube-delivery/shared/action/errors';
import { InputReader } from '@kube-delivery/shared/action/input-reader';

/** What `read` makes of the inputs given, and the problems that it found, as `input: message`. */
export function reading<Value>(
  given: Readonly<Record<string, string>>,
  read: (reader: InputReader) => Value,
): { readonly value: Value; readonly problems: readonly string[] } {
  const reader = new InputReader((name) => given[name]);
  const value = read(reader);
  try {
    reader.finish();
    return { value, problems: [] };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return {
      value,
      problems: error.problems.map(({ input, message }) => `${input}: ${message}`),
    };
  }
}
