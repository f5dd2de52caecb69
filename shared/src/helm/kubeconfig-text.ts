import type { ChosenCredentials } from '../cluster/chosen-credentials.ts';
import { without } from '../json/without.ts';

/**
 * A kubeconfig of one context with the credentials that a connection uses, for a program of others.
 * It holds secrets, and is JSON, which is YAML as well.
 */
export function kubeconfigText({
  cluster,
  user,
  server,
  namespace,
  skipTlsVerify,
}: ChosenCredentials): string {
  const name = 'kube-delivery';
  // Go refuses to check a certificate against an authority and not to check it at the same time.
  const trust = skipTlsVerify
    ? {
        ...without(cluster, 'certificate-authority', 'certificate-authority-data'),
        'insecure-skip-tls-verify': true,
      }
    : cluster;
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name, cluster: { ...trust, server } }],
    users: [{ name, user }],
    contexts: [{ name, context: { cluster: name, user: name, namespace } }],
    'current-context': name,
  });
}
