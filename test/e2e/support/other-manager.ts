import { request } from 'node:https';
import { administrator } from './test-connection.ts';

/** Sends a JSON body to a path of the API server as another field manager than this suite. */
export async function writeAs(
  fieldManager: string,
  call: {
    readonly method: 'POST' | 'PATCH';
    readonly path: string;
    readonly body: object;
    /** How a patch is meant; a custom resource takes `merge` only. */
    readonly patch?: 'strategic-merge' | 'merge';
  },
): Promise<void> {
  const { server, headers, tls } = await administrator();
  const type =
    call.method === 'POST'
      ? 'application/json'
      : `application/${call.patch ?? 'strategic-merge'}-patch+json`;
  await new Promise<void>((resolve, reject) => {
    const sent = request(
      `${server}${call.path}?fieldManager=${fieldManager}`,
      { method: call.method, headers: { ...headers, 'content-type': type }, ...tls, agent: false },
      (answer) => {
        let body = '';
        answer.setEncoding('utf8').on('data', (text: string) => (body += text));
        answer.on('end', () => {
          if ((answer.statusCode ?? 500) < 300) resolve();
          else reject(new Error(`${call.method} ${call.path}: ${body}`));
        });
      },
    );
    sent.on('error', reject);
    sent.end(JSON.stringify(call.body));
  });
}
