import type { Secrets } from '../action/secrets.ts';
import type { Check } from './check.ts';

const secretName = /authorization|cookie|key|token|secret|password/i;

/**
 * Hides what the requests carry that nobody may see: values of headers whose names say so, and the
 * user and password of URLs. The application may repeat them in its answers and its log.
 */
export function hideRequestSecrets(
  secrets: Secrets,
  urls: readonly URL[],
  checks: readonly Check[],
): void {
  for (const { headers } of checks) {
    for (const [name, value] of Object.entries(headers)) {
      if (secretName.test(name)) hideHeader(secrets, name, value);
    }
  }
  for (const { username, password } of urls) {
    if (password === '') continue;
    const [user, word] = [decode(username), decode(password)];
    for (const form of [word, password, `${user}:${word}`]) secrets.add(form);
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The value, and the secret in it: behind the scheme of an authorization, of each cookie. */
function hideHeader(secrets: Secrets, name: string, value: string): void {
  secrets.add(value);
  if (name.includes('authorization')) {
    const credentials = value.replace(/^\S+\s+/, '');
    secrets.add(credentials);
    if (/^basic\s/i.test(value)) {
      const decoded = Buffer.from(credentials, 'base64').toString('utf8');
      secrets.add(decoded.slice(decoded.indexOf(':') + 1));
    }
  }
  if (name === 'cookie') {
    for (const cookie of value.split(';')) secrets.add(cookie.slice(cookie.indexOf('=') + 1));
  }
}
