import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A certificate authority that nobody knows, with a key and certificate of 127.0.0.1 by it. */
export interface TestAuthority {
  readonly authority: string;
  readonly key: string;
  readonly certificate: string;
}

/** Makes them with openssl. */
export function makeTestAuthority(): TestAuthority {
  const folder = mkdtempSync(path.join(tmpdir(), 'kube-delivery-authority-'));
  const openssl = (...given: readonly string[]): void => {
    execFileSync('openssl', given, { cwd: folder, stdio: 'pipe' });
  };
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const read = (name: string): string => readFileSync(path.join(folder, name), 'utf8');
  try {
    openssl(
      ...['req', '-x509', ...newKey, '-keyout', 'ca.key', '-out', 'ca.pem'],
      ...['-subj', '/CN=Test CA', '-days', '2'],
    );
    openssl(
      ...['req', '-x509', ...newKey, '-keyout', 'key.pem', '-out', 'certificate.pem'],
      ...['-CA', 'ca.pem', '-CAkey', 'ca.key', '-subj', '/CN=shop', '-days', '2'],
      ...['-addext', 'subjectAltName=IP:127.0.0.1', '-addext', 'basicConstraints=CA:FALSE'],
    );
    return {
      authority: read('ca.pem'),
      key: read('key.pem'),
      certificate: read('certificate.pem'),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
