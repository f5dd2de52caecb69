import type { Finding, Severity } from '../../finding.ts';
import type { Rule } from '../../rules.ts';
import { fieldsOf } from './values-fields.ts';
import type { ValuesField } from './values-fields.ts';
import { looksRandom } from './looks-random.ts';
import { secretShape } from './secret-shapes.ts';

/** Passwords, keys and tokens that stand in a values file. */
export const secretInValues: Rule = {
  id: 'policy/secret-in-values',
  severity: 'warning',
  summary:
    'A values file holds a private key, an access key, or a random value for a password, token or secret.',
  reason:
    'Whoever can read the repository, its history or the release’s values in the cluster has it, and it can never be taken back, only changed.',
  bad: 'database:\n  user: shop\n  password: q7Rk2vXz9LmT4w',
  good: 'database:\n  user: shop\n  existingSecret: shop-database',
};

/** A values file of a chart. */
export interface ValuesText {
  /** Relative to the workspace. */
  readonly file: string;
  readonly text: string;
  /** The value sets that have it. */
  readonly renders: readonly string[];
}

const secretKey =
  /(?:password|passwd|passphrase|token|secret|(?:api|access|secret|private|encryption|signing|account)[-_]?key)s?$/i;
/** Keys that end like those above, and name an object instead. */
const namingKey = /^(?:existing|use)|(?:ref|pull)[-_]?secrets?$/i;
const hint = 'Take it from a Secret that is made outside of the chart, and change it: it is known';

/**
 * The secrets in the values files of `chart`, each on its line. No message shows any of a secret.
 * A file that is no YAML has none; other checks report it.
 */
export function findSecrets(
  chart: string,
  files: readonly ValuesText[],
  severity: Severity = secretInValues.severity,
): readonly Finding[] {
  return files.flatMap(({ file, text, renders }) =>
    fieldsOf(text).flatMap((field) => {
      const what = secretIn(field);
      if (what === undefined) return [];
      return [
        {
          rule: secretInValues.id,
          severity,
          chart,
          renders,
          object: '',
          path: field.path,
          file,
          line: field.lineOf(),
          column: 1,
          message: `${field.path} holds ${what}`,
          hint,
        },
      ];
    }),
  );
}

function secretIn({ keys, value }: ValuesField): string | undefined {
  const shape = secretShape(value);
  if (shape !== undefined) return shape;
  const isSecret = keys.some((key) => secretKey.test(key) && !namingKey.test(key));
  return isSecret && looksRandom(value) ? 'what looks like a real secret' : undefined;
}
