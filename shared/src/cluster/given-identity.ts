import { readFileSync } from 'node:fs';
import { stringAt } from '../json/json.ts';
import type { JsonObject } from '../json/json.ts';
import type { ChosenCredentials } from './chosen-credentials.ts';
import type { Identity } from './identity.ts';

/**
 * The identity of a user whose kubeconfig entry holds it, or names the files that do: certificate and
 * key, token, name and password. Files are read anew each time; one that cannot be read is thrown.
 */
export function givenIdentity({
  cluster,
  user,
  skipTlsVerify,
}: Pick<ChosenCredentials, 'cluster' | 'user' | 'skipTlsVerify'>): Identity {
  const ca = skipTlsVerify ? undefined : dataOrFile(cluster, 'certificate-authority');
  const cert = dataOrFile(user, 'client-certificate');
  const key = dataOrFile(user, 'client-key');
  const servername = filled(stringAt(cluster, 'tls-server-name'));
  const authorization = authorizationOf(user);
  const actsAs = filled(stringAt(user, 'as'));
  return {
    headers: {
      ...(authorization === undefined ? {} : { Authorization: authorization }),
      ...(actsAs === undefined ? {} : { 'Impersonate-User': actsAs }),
    },
    tls: {
      ...(ca === undefined ? {} : { ca }),
      ...(cert === undefined ? {} : { cert }),
      ...(key === undefined ? {} : { key }),
      ...(servername === undefined ? {} : { servername }),
      rejectUnauthorized: !skipTlsVerify,
    },
  };
}

function authorizationOf(user: JsonObject): string | undefined {
  const token = tokenOf(user);
  if (token !== undefined) return `Bearer ${token}`;
  const name = filled(stringAt(user, 'username'));
  if (name === undefined) return undefined;
  const password = stringAt(user, 'password') ?? '';
  return `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;
}

/** As in client-go, the token of a file that is named counts more than one that is written down. */
function tokenOf(user: JsonObject): string | undefined {
  const file = filled(stringAt(user, 'tokenFile')) ?? filled(stringAt(user, 'token-file'));
  if (file !== undefined) return readFileSync(file, 'utf8').trim();
  return filled(stringAt(user, 'token'))?.trim();
}

/** As in client-go, data in the entry counts more than a file that it names. */
function dataOrFile(entry: JsonObject, key: string): Buffer | undefined {
  const data = filled(stringAt(entry, `${key}-data`));
  if (data !== undefined) return Buffer.from(data, 'base64');
  const file = filled(stringAt(entry, key));
  return file === undefined ? undefined : readFileSync(file);
}

function filled(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}
