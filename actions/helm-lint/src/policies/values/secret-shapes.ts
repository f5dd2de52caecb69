interface Shape {
  readonly what: string;
  readonly pattern: RegExp;
}

/** Forms that their makers gave to keys so that they can be found. */
const shapes: readonly Shape[] = [
  { what: 'a private key', pattern: /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/ },
  { what: 'an access key of AWS', pattern: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/ },
  { what: 'a token of GitHub', pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{22})/ },
  { what: 'a token of GitLab', pattern: /\bgl(?:pat|dt|rt|cbt)-[\w-]{20}/ },
  { what: 'a token of Slack', pattern: /\bxox[abeoprs]-[\w-]{10}/ },
  { what: 'an API key of Google', pattern: /\bAIza[\w-]{35}/ },
  { what: 'a secret key of Stripe', pattern: /\b[rs]k_live_[A-Za-z0-9]{20}/ },
  { what: 'a token of npm', pattern: /\bnpm_[A-Za-z0-9]{36}/ },
  { what: 'a token of PyPI', pattern: /\bpypi-AgE[\w-]{40}/ },
  { what: 'an API key of SendGrid', pattern: /\bSG\.[\w-]{22}\.[\w-]{43}/ },
  { what: 'an account key of Azure', pattern: /\bAccountKey=[A-Za-z0-9+/]{80}/ },
  { what: 'a signed token (JWT)', pattern: /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{16,}/ },
];

const base64OfDashes = /^LS0tLS1[A-Za-z0-9+/=\s]+$/;

/** What kind of key a text holds by its shape, also in base64; undefined where it holds none. */
export function secretShape(text: string): string | undefined {
  const clear = base64OfDashes.test(text) ? Buffer.from(text, 'base64').toString('latin1') : text;
  return shapes.find(({ pattern }) => pattern.test(clear))?.what;
}
