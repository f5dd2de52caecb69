import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { messageOf, wrongInput } from '../action/errors.ts';
import { stringAt } from '../json/json.ts';
import { kubeconfigError, mergeKubeconfigs, parseKubeconfig } from './kubeconfig-document.ts';
import type { KubeconfigDocument } from './kubeconfig-document.ts';

/** Where the connection's server and credentials come from. */
export type KubeconfigSource =
  | { readonly kind: 'files'; readonly files: readonly string[] }
  | { readonly kind: 'content'; readonly text: string }
  | { readonly kind: 'in-cluster'; readonly server: string }
  | {
      readonly kind: 'token';
      readonly server: string;
      readonly token: string;
      /** PEM; the system's authorities where it is undefined. */
      readonly certificateAuthority: string | undefined;
    };

/** Where Kubernetes mounts a pod's own credentials. */
const serviceAccountFolder = '/var/run/secrets/kubernetes.io/serviceaccount';

/**
 * Where a kubeconfig lies that no input names: the list in `KUBECONFIG`, then `~/.kube/config`, then
 * the service account of the pod that this process runs in. Throws an InputError where there is none.
 */
export function findKubeconfig(
  environment: Readonly<Record<string, string | undefined>>,
): KubeconfigSource {
  const listed = (environment.KUBECONFIG ?? '').split(path.delimiter).filter((file) => file !== '');
  if (listed.length > 0) {
    const files = listed.filter((file) => existsSync(file));
    if (files.length > 0) return { kind: 'files', files: files.map((file) => path.resolve(file)) };
    throw wrongInput(
      'kubeconfig',
      `was not given, and KUBECONFIG names ${listed.join(', ')}, which does not exist`,
    );
  }
  const home = environment.HOME ?? environment.USERPROFILE;
  const usual = home === undefined ? undefined : path.join(home, '.kube', 'config');
  if (usual !== undefined && existsSync(usual)) return { kind: 'files', files: [usual] };
  const host = environment.KUBERNETES_SERVICE_HOST;
  if (host !== undefined && existsSync(path.join(serviceAccountFolder, 'token'))) {
    const address = host.includes(':') ? `[${host}]` : host;
    const port = environment.KUBERNETES_SERVICE_PORT ?? '443';
    return { kind: 'in-cluster', server: `https://${address}:${port}` };
  }
  throw wrongInput(
    'kubeconfig',
    `was not given, KUBECONFIG is not set, there is no ${usual ?? '~/.kube/config'}, and this is not a pod; give a path or the content of a kubeconfig, or server and token`,
  );
}

/** Reads what a source holds, anew each time, as credentials rotate. Throws an InputError. */
export function readKubeconfig(source: KubeconfigSource): KubeconfigDocument {
  switch (source.kind) {
    case 'files':
      return mergeKubeconfigs(source.files.map((file) => parseKubeconfig(readText(file), file)));
    case 'content':
      return parseKubeconfig(source.text, undefined);
    case 'in-cluster':
      return singleContext(
        {
          server: source.server,
          'certificate-authority': path.join(serviceAccountFolder, 'ca.crt'),
        },
        { tokenFile: path.join(serviceAccountFolder, 'token') },
        readText(path.join(serviceAccountFolder, 'namespace')).trim(),
      );
    case 'token':
      return singleContext(
        {
          server: source.server,
          ...(source.certificateAuthority === undefined
            ? {}
            : {
                'certificate-authority-data': Buffer.from(source.certificateAuthority).toString(
                  'base64',
                ),
              }),
        },
        { token: source.token },
      );
  }
}

function singleContext(
  cluster: Record<string, string>,
  user: Record<string, string>,
  namespace?: string,
): KubeconfigDocument {
  const name = 'inputs';
  return {
    clusters: [{ name, cluster }],
    users: [{ name, user }],
    contexts: [
      {
        name,
        context: { cluster: name, user: name, ...(namespace === undefined ? {} : { namespace }) },
      },
    ],
    currentContext: name,
  };
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const why = stringAt(error, 'code') === 'ENOENT' ? 'there is no such file' : messageOf(error);
    throw kubeconfigError(`${file} cannot be read: ${why}`, undefined);
  }
}
