import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { InputReader } from '@kube-delivery/shared/action/input-reader';
import type { RunFacts } from '@kube-delivery/shared/action/run-facts';
import { resolveUserFile } from '@kube-delivery/shared/files/user-file';

const begin = '-----BEGIN CERTIFICATE-----';
const block = /-----BEGIN CERTIFICATE-----[\s\S]*?(?:-----END CERTIFICATE-----|$)/g;

/** Reads `ca-certificates`: PEM certificates, or the path of a file with them. */
export function readCertificates(
  reader: InputReader,
  run: Pick<RunFacts, 'workspace' | 'temp'>,
): string | undefined {
  const given = reader.text('ca-certificates');
  if (given === undefined) return undefined;
  if (given.includes(begin)) return check(reader, given, 'the text');
  const file = resolveUserFile(given, run);
  if ('problem' in file) {
    reader.reject('ca-certificates', `${file.problem}; or give PEM certificates themselves`);
    return undefined;
  }
  return check(reader, readFileSync(file.path, 'utf8'), JSON.stringify(given));
}

function check(reader: InputReader, text: string, what: string): string | undefined {
  const blocks = text.match(block) ?? [];
  if (blocks.length === 0) {
    reader.reject('ca-certificates', `${what} holds no PEM certificate`);
    return undefined;
  }
  const broken = blocks.findIndex((each) => !isCertificate(each));
  if (broken < 0) return blocks.join('\n');
  const which = `certificate ${broken + 1} of ${blocks.length}`;
  reader.reject('ca-certificates', `${what} holds a broken PEM certificate (${which})`);
  return undefined;
}

function isCertificate(pem: string): boolean {
  try {
    new X509Certificate(pem);
    return true;
  } catch {
    return false;
  }
}
