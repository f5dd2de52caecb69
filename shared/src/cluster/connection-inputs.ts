import { existsSync } from 'node:fs';
import path from 'node:path';
import { InputError } from '../action/errors.ts';
import type { ActionContext } from '../action/context.ts';
import type { InputReader } from '../action/input-reader.ts';
import { chooseCredentials } from './chosen-credentials.ts';
import { findKubeconfig } from './kubeconfig-source.ts';
import type { KubeconfigSource } from './kubeconfig-source.ts';

/** How a cluster is reached, as the inputs say. */
export interface ConnectionInputs {
  readonly source: KubeconfigSource;
  /** A context of the kubeconfig; its current one where undefined. */
  readonly context: string | undefined;
  /** For objects that name none; the context's own where undefined. */
  readonly namespace: string | undefined;
  /** The server's certificate is taken unseen. */
  readonly skipTlsVerify: boolean;
}

const standIn: KubeconfigSource = { kind: 'files', files: [] };

/**
 * Reads `kubeconfig`, `context`, `namespace`, `server`, `token`, `certificate-authority` and
 * `insecure-skip-tls-verify`. Files are read and checked here, so that a wrong one is reported with
 * the other wrong inputs; every secret in them is masked before anything is logged.
 */
export function readConnectionInputs(
  reader: InputReader,
  context: Pick<ActionContext, 'environment' | 'run' | 'secrets'>,
): ConnectionInputs {
  const given = {
    kubeconfig: reader.text('kubeconfig'),
    context: reader.text('context'),
    namespace: reader.text('namespace'),
    server: reader.text('server'),
    token: reader.text('token'),
    certificateAuthority: reader.text('certificate-authority'),
    skipTlsVerify: reader.boolean('insecure-skip-tls-verify', false),
  };
  if (given.token !== undefined) context.secrets.add(given.token);
  checkNamespace(reader, given.namespace);
  const inputs = (source: KubeconfigSource): ConnectionInputs => ({
    source,
    context: given.context,
    namespace: given.namespace,
    skipTlsVerify: given.skipTlsVerify,
  });
  try {
    const source =
      given.server === undefined
        ? kubeconfigSource(reader, context, given)
        : tokenSource(reader, given.server, given);
    if (source === undefined) return inputs(standIn);
    const connection = inputs(source);
    for (const secret of chooseCredentials(connection).secrets) context.secrets.add(secret);
    return connection;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    for (const { input, message, ...place } of error.problems) reader.reject(input, message, place);
    return inputs(standIn);
  }
}

interface GivenTexts {
  readonly kubeconfig: string | undefined;
  readonly context: string | undefined;
  readonly token: string | undefined;
  readonly certificateAuthority: string | undefined;
}

function kubeconfigSource(
  reader: InputReader,
  context: Pick<ActionContext, 'environment' | 'run'>,
  given: GivenTexts,
): KubeconfigSource | undefined {
  for (const [input, value] of [
    ['token', given.token],
    ['certificate-authority', given.certificateAuthority],
  ] as const) {
    if (value !== undefined) reader.reject(input, 'goes with server, which was not given');
  }
  if (given.kubeconfig === undefined) return findKubeconfig(context.environment);
  if (/\n|^\s*\{|:\s/.test(given.kubeconfig)) return { kind: 'content', text: given.kubeconfig };
  const file = path.resolve(
    context.run.workspace,
    given.kubeconfig.replace(/^~(?=\/)/, context.environment.HOME ?? '~'),
  );
  if (existsSync(file) || !looksEncoded(given.kubeconfig)) {
    return { kind: 'files', files: [file] };
  }
  // The text itself is not shown: decoded, it is full of secrets.
  reader.reject('kubeconfig', 'is base64; give the decoded text, or the path of a file');
  return undefined;
}

function tokenSource(
  reader: InputReader,
  server: string,
  given: GivenTexts,
): KubeconfigSource | undefined {
  for (const [input, value] of [
    ['kubeconfig', given.kubeconfig],
    ['context', given.context],
  ] as const) {
    if (value !== undefined) {
      reader.reject(
        input,
        'cannot be given together with server: only one may say where to connect',
      );
    }
  }
  if (given.token === undefined) reader.reject('token', 'is required with server');
  if (!/^https?:\/\/[^/\s]/.test(server) || !URL.canParse(server)) {
    reader.reject('server', `${JSON.stringify(server)} is not a URL like https://203.0.113.7:6443`);
  }
  const certificateAuthority =
    given.certificateAuthority === undefined ? undefined : decodePem(given.certificateAuthority);
  if (certificateAuthority === null) {
    reader.reject('certificate-authority', 'is neither a PEM certificate nor the base64 of one');
  }
  if (given.token === undefined || reader.isRejected('server') || certificateAuthority === null) {
    return undefined;
  }
  return { kind: 'token', server, token: given.token, certificateAuthority };
}

function decodePem(text: string): string | null {
  const isPem = (candidate: string): boolean => candidate.includes('-----BEGIN CERTIFICATE-----');
  if (isPem(text)) return text;
  const decoded = Buffer.from(text, 'base64').toString('utf8');
  return isPem(decoded) ? decoded : null;
}

function looksEncoded(text: string): boolean {
  return /^[A-Za-z0-9+/=]{200,}$/.test(text);
}

function checkNamespace(reader: InputReader, namespace: string | undefined): void {
  if (namespace === undefined || /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(namespace)) return;
  reader.reject(
    'namespace',
    `${JSON.stringify(namespace)} is not a name of a namespace: allowed are up to 63 of a-z, 0-9 and -, not at either end a -`,
  );
}
