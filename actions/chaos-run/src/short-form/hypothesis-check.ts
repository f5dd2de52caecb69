import type { ActionContext } from '@kube-delivery/shared/action/context';
import type { InputReader } from '@kube-delivery/shared/action/input-reader';
import type { Check } from '@kube-delivery/shared/http-check/check';
import { hideRequestSecrets } from '@kube-delivery/shared/http-check/hide-request-secrets';
import { readFlaggedChecks } from '@kube-delivery/shared/http-check/read-checks';
import type { JsonObject } from '@kube-delivery/shared/json/json';

/** A check of the short form's hypothesis. */
export interface HypothesisCheck {
  /** Its name is unlike that of any other check of the list. */
  readonly check: Check;
  /** As it was written, with its name and without `during`. */
  readonly words: JsonObject;
  /** It must hold while the fault stands, too. */
  readonly during: boolean;
}

/**
 * Reads the input `hypothesis`: checks as smoke-test knows them, each with `during` where it is wanted,
 * or the path of a file with them; undefined where it is not given. What their requests carry that
 * nobody may see is hidden.
 */
export function readHypothesis(
  reader: InputReader,
  { run, secrets }: Pick<ActionContext, 'run' | 'secrets'>,
): readonly HypothesisCheck[] | undefined {
  const parsed = readFlaggedChecks(reader, 'hypothesis', ['during'], run);
  if (parsed === undefined) return undefined;
  const { checks, items } = parsed;
  const urls = checks.flatMap(({ url }) => (url instanceof URL ? [url] : []));
  hideRequestSecrets(secrets, urls, checks);
  if (checks.length === 0 && !reader.isRejected('hypothesis')) {
    reader.reject('hypothesis', 'holds no check; write at least one, or leave hypothesis out');
  }
  return checks.map((check, index) => {
    const { during, ...words } = items[index] ?? {};
    return { check, words: { ...words, name: check.name }, during: during === true };
  });
}
