import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { statePath } from './paths.ts';
import { endpoints, hostPort } from './ports.ts';
import { invokingUser } from './privileges.ts';

/**
 * The users the API server knows by a static token, with their groups. The names that start with
 * `system:` are those Kubernetes' own roles are bound to.
 */
const users = {
  admin: 'system:masters',
  'nobody-in-particular': '',
  'system:kube-controller-manager': '',
  'system:kube-scheduler': '',
  'system:kube-proxy': '',
  'system:node:local': 'system:nodes',
} as const;

/** A user of the cluster. */
export type User = keyof typeof users;

/** The API server's list of tokens. */
export const tokenFile = statePath('credentials', 'tokens.csv');

/** The keys that sign service accounts' tokens. */
export const serviceAccountKeyFiles = {
  private: statePath('credentials', 'service-accounts.key'),
  public: statePath('credentials', 'service-accounts.pub'),
};

/** Where a user's kubeconfig lies. */
export function kubeconfigFile(user: User): string {
  return statePath('credentials', `${user.replaceAll(':', '-')}.kubeconfig`);
}

/** Makes the tokens and keys, once in a cluster's life. */
export function createCredentials(): void {
  mkdirSync(path.dirname(tokenFile), { recursive: true });
  // The file written last says that the others are complete.
  if (existsSync(tokenFile)) return;
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  writeSecret(serviceAccountKeyFiles.private, privateKey);
  writeSecret(serviceAccountKeyFiles.public, publicKey);
  const lines = Object.entries(users).map(([user, groups]) => {
    const token = randomBytes(24).toString('hex');
    return [token, user, user, ...(groups === '' ? [] : [groups])].join(',');
  });
  writeSecret(tokenFile, `${lines.join('\n')}\n`);
}

/** A user's token. */
export function tokenOf(user: User): string {
  const line = readFileSync(tokenFile, 'utf8')
    .split('\n')
    .find((candidate) => candidate.split(',')[1] === user);
  const token = line?.split(',')[0];
  if (token === undefined) throw new Error(`${tokenFile} has no token for ${user}`);
  return token;
}

/** Writes every user's kubeconfig; the certificate is the one the API server made. */
export function writeKubeconfigs(caFile: string): void {
  const ca = readFileSync(caFile);
  for (const user of Object.keys(users) as User[]) {
    const file = kubeconfigFile(user);
    writeSecret(file, kubeconfig(user, tokenOf(user), ca));
    const owner = invokingUser();
    if (owner !== undefined) chownSync(file, owner.uid, owner.gid);
  }
}

/** The text of a kubeconfig with one cluster, one user and one context. */
export function kubeconfig(user: string, token: string, ca: Buffer): string {
  return `apiVersion: v1
kind: Config
current-context: kube-delivery
clusters:
  - name: kube-delivery
    cluster:
      server: https://${hostPort(endpoints.apiServer)}
      certificate-authority-data: ${ca.toString('base64')}
users:
  - name: '${user}'
    user:
      token: ${token}
contexts:
  - name: kube-delivery
    context:
      cluster: kube-delivery
      user: '${user}'
      namespace: default
`;
}

function writeSecret(file: string, content: string): void {
  writeFileSync(file, content, { mode: 0o600 });
}
