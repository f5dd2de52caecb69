const shortestSecret = 4;

/** Values that must never be shown. */
export interface Secrets {
  /** Hides `value` from now on: itself, each of its lines, and its base64 form. */
  add(value: string): void;
  /**
   * `text` with every known secret replaced by `***`. Where `text` was escaped, `written` tells how a
   * secret looks in it.
   */
  redact(text: string, written?: (secret: string) => string): string;
}

/**
 * Secrets that tell `mask` (the runner's own masking) about each form as it becomes known. Values
 * under 4 characters are not hidden, as they would blot out ordinary text.
 */
export function createSecrets(mask: (value: string) => void): Secrets {
  const known = new Set<string>();
  const hide = (form: string): void => {
    if (form.length < shortestSecret || known.has(form)) return;
    known.add(form);
    mask(form);
  };
  return {
    add: (value) => {
      for (const form of [value, value.trim(), ...value.split(/\r?\n/)]) hide(form.trim());
      if (value.length >= shortestSecret) hide(Buffer.from(value).toString('base64'));
    },
    redact: (text, written = (secret) => secret) => {
      // Longest first, so that a secret that contains another one leaves nothing of itself behind.
      const forms = [...known].sort((a, b) => b.length - a.length);
      return forms.reduce((shown, form) => shown.replaceAll(written(form), '***'), text);
    },
  };
}
