const shortest = 12;
/** How many different characters a random text of the shortest length has at least. */
const fewestDifferent = 8;
/** References to other places, encrypted values and what stands for a value still to be set. */
const otherThanItself: readonly RegExp[] = [
  /\{\{|\$\{|\$\(|:\/\/|^<.*>$/,
  /^(?:vault|env|file|secret|arn|ref\+\w+):/,
  /^ENC\[|^AgB[A-Za-z0-9+/]{80}/,
  /change[-_]?me|replace[-_]?(?:me|this|with)|your[-_]|x{4}|\*{3}/i,
  /\b(?:example|placeholder|dummy)\b/i,
];
/** Words with numbers behind them: `web1-prod2-eu3`. */
const numberedWords = /^[a-z]+\d*(?:[-_.][a-z]+\d*)+$/i;

/**
 * Whether a text of 12 and more characters was made by chance, as real passwords and tokens are, and
 * not by a person for people: it has letters and digits (or both cases of letters) that change
 * places more often than they do in names with numbers.
 */
export function looksRandom(text: string): boolean {
  if (text.length < shortest || /\s/.test(text) || numberedWords.test(text)) return false;
  if (otherThanItself.some((pattern) => pattern.test(text))) return false;
  if (new Set(text).size < fewestDifferent) return false;
  const kinds = Array.from(text, kindOf).filter((kind) => kind !== 'sign');
  const changes = kinds.filter((kind, index) => index > 0 && kind !== kinds[index - 1]).length;
  const hasDigits = kinds.includes('digit');
  const hasLetters = kinds.some((kind) => kind !== 'digit');
  if (!hasLetters) return false;
  return changes >= kinds.length * (hasDigits ? 0.25 : 0.4);
}

function kindOf(character: string): 'lower' | 'upper' | 'digit' | 'sign' {
  if (/[a-z]/.test(character)) return 'lower';
  if (/[A-Z]/.test(character)) return 'upper';
  return /\d/.test(character) ? 'digit' : 'sign';
}
