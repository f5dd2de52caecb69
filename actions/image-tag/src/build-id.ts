import type { InputReader } from '@kube-delivery/shared/action/input-reader';
import type { RunFacts } from '@kube-delivery/shared/action/run-facts';
import { isTag } from '@kube-delivery/shared/image/reference';
import type { Value } from './template.ts';

/** Reads `build-id`; unless given it is `<run number>.<attempt>`, which also re-runs keep apart. */
export function readBuildId(reader: InputReader, run: RunFacts): Value {
  const given = reader.text('build-id');
  if (given !== undefined) {
    if (!/^[\w.-]+$/.test(given)) reader.reject('build-id', illegal(given));
    return { text: given };
  }
  return run.runNumber === ''
    ? { absent: 'GITHUB_RUN_NUMBER is empty; give build-id' }
    : { text: `${run.runNumber}.${run.runAttempt}` };
}

/** Reads `build-system`, which is the first part of a tag. */
export function readBuildSystem(reader: InputReader): string {
  const name = reader.text('build-system', 'gha');
  if (!isTag(name)) {
    reader.reject('build-system', `${illegal(name)}, and starts with a letter, digit or "_"`);
  }
  return name;
}

function illegal(text: string): string {
  return `${JSON.stringify(text)} is not legal in a tag, which has only letters, digits, ".", "_" and "-"`;
}
