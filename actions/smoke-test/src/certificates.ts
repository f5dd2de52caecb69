import { readFileSync } from 'node:fs';
import type { InputReader } from '@kube-delivery/shared/action/input-reader';
import type { RunFacts } from '@kube-delivery/shared/action/run-facts';
import { resolveUserFile } from '@kube-delivery/shared/files/user-file';

const begin = '-----BEGIN CERTIFICATE-----';

/** Reads `ca-certificates`: PEM certificates, or the path of a file with them. */
export function readCertificates(
  reader: InputReader,
  run: Pick<RunFacts, 'workspace' | 'temp'>,
): string | undefined {
  const given = reader.text('ca-certificates');
  if (given === undefined || given.includes(begin)) return given;
  const file = resolveUserFile(given, run);
  if ('problem' in file) {
    reader.reject('ca-certificates', file.problem);
    return undefined;
  }
  const text = readFileSync(file.path, 'utf8');
  if (text.includes(begin)) return text;
  reader.reject('ca-certificates', `${JSON.stringify(given)} holds no PEM certificate`);
  return undefined;
}
