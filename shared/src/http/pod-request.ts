import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { Cluster } from '../cluster/cluster.ts';
import { flattenHeaders, readText } from './answer.ts';
import type { HttpAnswer } from './answer.ts';

/** One port of one pod. */
export interface PodPort {
  readonly namespace?: string;
  readonly name: string;
  readonly port: number;
}

const bodyLimit = 1024 * 1024;

/**
 * Sends one GET to a pod through the API server's port-forward. `headers` should hold `host` where
 * the application looks at it. Rejects when the pod does not answer within the signal's life.
 */
export async function requestPod(
  cluster: Cluster,
  pod: PodPort,
  path: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const stream = await cluster.connectToPod(pod, signal);
  try {
    const message = await new Promise<IncomingMessage>((resolve, reject) => {
      request({
        createConnection: () => stream,
        method: 'GET',
        path,
        headers: { host: pod.name, ...headers, connection: 'close' },
        signal,
      })
        .on('response', resolve)
        .on('error', (error) => {
          // Of an aborted request Node says only that it was.
          reject(signal.aborted ? (signal.reason as Error) : error);
        })
        .end();
    });
    return {
      status: message.statusCode ?? 0,
      headers: flattenHeaders(message.headers),
      body: await readText(message as AsyncIterable<Buffer>, bodyLimit),
    };
  } finally {
    stream.destroy();
  }
}
