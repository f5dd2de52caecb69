import { wrongInput } from '../action/errors.ts';
import { arrayAt, stringAt } from '../json/json.ts';
import type { JsonObject } from '../json/json.ts';
import type { ConnectionInputs } from './connection-inputs.ts';
import { chooseContext, kubeconfigError } from './kubeconfig-document.ts';
import type { KubeconfigChoice } from './kubeconfig-document.ts';
import { readKubeconfig } from './kubeconfig-source.ts';

/** The one cluster and user that a connection uses. */
export interface ChosenCredentials {
  /** The kubeconfig's name of the context. */
  readonly name: string;
  /** The entries of the kubeconfig, with absolute paths. */
  readonly cluster: JsonObject;
  readonly user: JsonObject;
  /** URL without a slash at its end. */
  readonly server: string;
  readonly namespace: string;
  readonly skipTlsVerify: boolean;
  /** Of the kubeconfig's cluster: http, https or socks5. */
  readonly proxyUrl: string | undefined;
  /** Values that must not be shown. */
  readonly secrets: readonly string[];
}

/** Reads the source anew and chooses the context's cluster and user. Throws an InputError. */
export function chooseCredentials(inputs: ConnectionInputs): ChosenCredentials {
  const choice = chooseContext(readKubeconfig(inputs.source), inputs.context);
  if (inputs.source.kind === 'content') refusePrograms(choice);
  const server = (stringAt(choice.cluster, 'server') ?? '').replace(/\/+$/, '');
  const skipTlsVerify = inputs.skipTlsVerify || choice.cluster['insecure-skip-tls-verify'] === true;
  checkServer(inputs, server, skipTlsVerify);
  return {
    name: choice.context,
    cluster: choice.cluster,
    user: choice.user,
    server,
    namespace: inputs.namespace ?? choice.namespace ?? 'default',
    skipTlsVerify,
    proxyUrl: stringAt(choice.cluster, 'proxy-url'),
    secrets: secretsOf(choice.user),
  };
}

/**
 * Text given as an input may come from anywhere, so it may neither start programs nor send local files
 * to the server that it names.
 */
function refusePrograms({ context, cluster, user }: KubeconfigChoice): void {
  const where = `context ${JSON.stringify(context)} of the given text`;
  for (const key of ['exec', 'auth-provider']) {
    if (user[key] !== undefined && user[key] !== null) {
      throw kubeconfigError(
        `${where} starts a program (${key}), which is allowed in a kubeconfig file only; give the file's path`,
        undefined,
      );
    }
  }
  for (const [entry, key] of [
    [cluster, 'certificate-authority'],
    [user, 'client-certificate'],
    [user, 'client-key'],
    [user, 'tokenFile'],
    [user, 'token-file'],
  ] as const) {
    if (stringAt(entry, key) !== undefined) {
      throw kubeconfigError(
        `${where} names a file (${key}), which is allowed in a kubeconfig file only; put the data itself in the text`,
        undefined,
      );
    }
  }
}

function checkServer(inputs: ConnectionInputs, server: string, skipTlsVerify: boolean): void {
  const input = inputs.source.kind === 'token' ? 'server' : 'kubeconfig';
  const shown = `the server ${JSON.stringify(server)}`;
  if (!/^https?:\/\//.test(server) || !URL.canParse(server)) {
    throw wrongInput(input, `${shown} is not a URL like https://203.0.113.7:6443`);
  }
  if (server.startsWith('http:') && !skipTlsVerify) {
    throw wrongInput(
      input,
      `${shown} is not encrypted; use https, or set insecure-skip-tls-verify: true where nobody can listen`,
    );
  }
}

function secretsOf(user: JsonObject): string[] {
  const key = stringAt(user, 'client-key-data');
  const values = [
    stringAt(user, 'token'),
    stringAt(user, 'password'),
    key,
    key === undefined ? undefined : Buffer.from(key, 'base64').toString('utf8'),
    ...['id-token', 'refresh-token', 'access-token', 'client-secret'].map((name) =>
      stringAt(user, 'auth-provider', 'config', name),
    ),
    ...arrayAt(user, 'exec', 'env')
      .filter((variable) => /secret|token|password|key/i.test(stringAt(variable, 'name') ?? ''))
      .map((variable) => stringAt(variable, 'value')),
  ];
  return values.flatMap((value) => (value === undefined || value === '' ? [] : [value]));
}
