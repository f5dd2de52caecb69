import { request } from 'node:https';
import { stringAt } from '../../../shared/src/json/json.ts';
import type { Json, JsonObject } from '../../../shared/src/json/json.ts';
import { deadline } from './deadline.ts';
import type { Inputs } from './release-namespace.ts';
import { administrator } from './test-connection.ts';
import type { OwnNamespace } from './test-connection.ts';

/** A service account of a test's namespace. */
export interface TestAccount {
  readonly server: string;
  readonly certificateAuthority: string;
  /** A real token, good for ten minutes; with a Secret's name only for as long as that is there. */
  readonly token: (boundTo?: string) => Promise<string>;
}

/** Makes a service account that may do in its namespace what the rules say. */
export async function serviceAccount(
  { cluster, namespace }: OwnNamespace,
  name: string,
  rules: readonly JsonObject[],
): Promise<TestAccount> {
  const rbac = 'rbac.authorization.k8s.io';
  const create = (apiVersion: string, kind: string, fields: JsonObject) =>
    cluster.create({ apiVersion, kind, metadata: { name }, ...fields }, { signal: deadline() });
  await create('v1', 'ServiceAccount', {});
  await create(`${rbac}/v1`, 'Role', { rules });
  await create(`${rbac}/v1`, 'RoleBinding', {
    roleRef: { apiGroup: rbac, kind: 'Role', name },
    subjects: [{ kind: 'ServiceAccount', name, namespace }],
  });
  const { server, tls } = await administrator();
  const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`;
  return {
    server,
    certificateAuthority: String(tls.ca),
    token: async (boundTo) => {
      const secret =
        boundTo === undefined
          ? undefined
          : await cluster.read({ apiVersion: 'v1', kind: 'Secret', name: boundTo }, deadline());
      const boundObjectRef = secret && {
        apiVersion: 'v1',
        kind: 'Secret',
        name: secret.metadata.name,
        uid: secret.metadata.uid ?? '',
      };
      const answer = await post(path, {
        apiVersion: 'authentication.k8s.io/v1',
        kind: 'TokenRequest',
        spec: { expirationSeconds: 600, ...(boundObjectRef && { boundObjectRef }) },
      });
      return stringAt(answer, 'status', 'token') ?? '';
    },
  };
}

/** Inputs of an action that uses one token of the account, and nothing else. */
export async function tokenInputs(account: TestAccount, boundTo?: string): Promise<Inputs> {
  return {
    kubeconfig: '',
    server: account.server,
    token: await account.token(boundTo),
    'certificate-authority': account.certificateAuthority,
  };
}

async function post(path: string, body: JsonObject): Promise<Json> {
  const { server, headers, tls } = await administrator();
  return new Promise((resolve, reject) => {
    const sent = request(
      `${server}${path}`,
      {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        ...tls,
        agent: false,
      },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part: string) => (text += part));
        answer.on('end', () => {
          if (answer.statusCode === 201) resolve(JSON.parse(text) as Json);
          else reject(new Error(`POST ${path}: ${text}`));
        });
      },
    );
    sent.on('error', reject);
    sent.end(JSON.stringify(body));
  });
}
