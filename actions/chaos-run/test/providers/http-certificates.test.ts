import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Json } from '@kube-delivery/shared/json/json';
import { systemClock } from '@kube-delivery/shared/time/system-clock';
import { makeTestAuthority } from '../../../../shared/test/http-check/certificate-authority.ts';
import type { HttpProvider } from '../../src/experiment/experiment.ts';
import { requestHttp } from '../../src/providers/http.ts';

let server: Server;
let folder = '';

beforeAll(async () => {
  const { authority, key, certificate } = makeTestAuthority();
  folder = mkdtempSync(path.join(tmpdir(), 'chaos-http-'));
  writeFileSync(path.join(folder, 'ca.pem'), authority);
  server = createServer({ key, cert: certificate }, (_request, response) => {
    response.end('secure');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterAll(() => {
  server.close();
  server.closeAllConnections();
  rmSync(folder, { recursive: true });
});

function ask(rest: Partial<HttpProvider>, environment: Record<string, string>): Promise<Json> {
  const { port } = server.address() as AddressInfo;
  const provider: HttpProvider = {
    type: 'http',
    url: `https://127.0.0.1:${String(port)}/`,
    method: 'GET',
    headers: {},
    timeout: undefined,
    arguments: undefined,
    verifyTls: true,
    maxRetries: 0,
    ...rest,
  };
  const { signal } = new AbortController();
  const world = { clock: systemClock, signal, environment, folder };
  return requestHttp(provider, { configuration: {}, secrets: {} }, world);
}

test('refuses a certificate of an authority that nobody knows', async () => {
  await expect(ask({}, {})).rejects.toThrow(
    expect.objectContaining({
      name: 'ActivityFailedError',
      message: expect.stringMatching(/^failed to connect to https:.*certificate/),
    }),
  );
});

test('takes any certificate where the provider does not want it checked', async () => {
  expect(await ask({ verifyTls: false }, {})).toMatchObject({ status: 200, body: 'secure' });
});

test.each(['REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE'])('knows the authorities of %s', async (name) => {
  const environment = { [name]: path.join(folder, 'ca.pem') };
  expect(await ask({}, environment)).toMatchObject({ status: 200, body: 'secure' });
});
