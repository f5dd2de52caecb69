import http from 'node:http';
import https from 'node:https';
import { hostPort, type Endpoint } from '../ports.ts';

const answerTimeoutMs = 2_000;

/** Passes when the endpoint answers a GET with status 200. */
export function answersHttp(endpoint: Endpoint, path: string): Promise<void> {
  return answers(http.get(requestOptions(endpoint, path)), `http://${hostPort(endpoint)}${path}`);
}

/**
 * Passes when the endpoint answers a GET over TLS with status 200. The certificates are self-signed
 * by the component on this machine's loopback and are not checked.
 */
export function answersHttps(endpoint: Endpoint, path: string): Promise<void> {
  const options = { ...requestOptions(endpoint, path), rejectUnauthorized: false };
  return answers(https.get(options), `https://${hostPort(endpoint)}${path}`);
}

function requestOptions({ host, port }: Endpoint, path: string): http.RequestOptions {
  // No agent: a kept connection would keep this process from ending.
  return { host, port, path, agent: false, timeout: answerTimeoutMs };
}

function answers(request: http.ClientRequest, url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    request.once('response', (response) => {
      response.resume();
      if (response.statusCode === 200) resolve();
      else reject(new Error(`${url} answered ${response.statusCode ?? 'without a status'}`));
    });
    request.once('timeout', () => request.destroy(new Error(`${url} did not answer`)));
    request.once('error', reject);
  });
}
