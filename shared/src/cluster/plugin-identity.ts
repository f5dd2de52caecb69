import type { RequestOptions } from 'node:https';
import { KubeConfig } from '@kubernetes/client-node';
import { arrayAt, objectAt, stringAt } from '../json/json.ts';
import type { JsonObject } from '../json/json.ts';
import type { ChosenCredentials } from './chosen-credentials.ts';
import type { Identity } from './identity.ts';

/**
 * The identity of a user that a program or a login service gives (`exec`, `auth-provider`). What was
 * given is kept until the expiry that came with it.
 */
export class PluginIdentity {
  readonly #config = new KubeConfig();
  readonly #skipTlsVerify: boolean;

  constructor({ name, cluster, user, server, skipTlsVerify }: ChosenCredentials) {
    this.#skipTlsVerify = skipTlsVerify;
    this.#config.loadFromString(
      JSON.stringify({
        clusters: [{ name, cluster: clusterEntry(cluster, server, skipTlsVerify) }],
        users: [{ name, user: userEntry(user, cluster, server) }],
        contexts: [{ name, context: { cluster: name, user: name } }],
        'current-context': name,
      }),
    );
  }

  /** Starts the plugin where that is needed; its failure is thrown as it is. */
  async obtain(): Promise<Identity> {
    const options: RequestOptions = {};
    await this.#config.applyToHTTPSOptions(options);
    const headers = textHeaders(options.headers);
    if (typeof options.auth === 'string') {
      headers.Authorization = `Basic ${Buffer.from(options.auth).toString('base64')}`;
    }
    const { ca, cert, key, servername } = options as Identity['tls'];
    return {
      headers,
      tls: {
        ...(ca === undefined ? {} : { ca }),
        ...(cert === undefined ? {} : { cert }),
        ...(key === undefined ? {} : { key }),
        ...(servername === undefined ? {} : { servername }),
        rejectUnauthorized: !this.#skipTlsVerify,
      },
    };
  }
}

function clusterEntry(cluster: JsonObject, server: string, skipTlsVerify: boolean): JsonObject {
  const entry = { ...cluster, server, 'insecure-skip-tls-verify': skipTlsVerify };
  // TLS refuses to check a certificate against an authority and not to check it at the same time.
  return skipTlsVerify
    ? { ...entry, 'certificate-authority': null, 'certificate-authority-data': null }
    : entry;
}

function userEntry(user: JsonObject, cluster: JsonObject, server: string): JsonObject {
  const command = stringAt(user, 'exec', 'command');
  return command === undefined ? user : { ...user, exec: execEntry(user, cluster, server) };
}

/** Adds what credential plugins expect in their environment (client-go's KUBERNETES_EXEC_INFO). */
function execEntry(user: JsonObject, cluster: JsonObject, server: string): JsonObject {
  const exec = objectAt(user, 'exec');
  const authority = stringAt(cluster, 'certificate-authority-data');
  const info = {
    apiVersion: stringAt(exec, 'apiVersion') ?? 'client.authentication.k8s.io/v1',
    kind: 'ExecCredential',
    spec: {
      interactive: false,
      ...(exec.provideClusterInfo === true
        ? {
            cluster: {
              server,
              ...(authority === undefined ? {} : { 'certificate-authority-data': authority }),
            },
          }
        : {}),
    },
  };
  const variable = { name: 'KUBERNETES_EXEC_INFO', value: JSON.stringify(info) };
  return { ...exec, env: [variable, ...arrayAt(exec, 'env')] };
}

function textHeaders(headers: RequestOptions['headers']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers ?? {}).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value.trim()]] : [],
    ),
  );
}
