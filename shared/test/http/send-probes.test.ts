import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { createProber, isFailed } from '../../src/http/probe.ts';
import type { ProbeResult, Prober } from '../../src/http/probe.ts';
import { sendProbes } from '../../src/http/send-probes.ts';
import { systemClock } from '../../src/time/system-clock.ts';

const never = new AbortController().signal;
const open: { server: Server; prober: Prober }[] = [];

afterEach(async () => {
  for (const { server, prober } of open.splice(0)) {
    await prober.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function proberOf(listener: RequestListener, host?: string): Promise<Prober> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const prober = createProber(
    {
      url: new URL(`http://127.0.0.1:${port}/version`),
      host,
      headers: { 'x-probe': 'yes' },
      version: { kind: 'header', name: 'x-version' },
    },
    systemClock,
  );
  open.push({ server, prober });
  return prober;
}

describe('a probe', () => {
  test('tells status and version, and is sent with Host and headers', async () => {
    const prober = await proberOf((request, response) => {
      const { host, 'x-probe': probe } = request.headers;
      response.setHeader('x-version', `${host ?? ''} ${String(probe)} ${request.url ?? ''}`).end();
    }, 'web.example');
    const result = await prober.send(never);
    expect(result).toMatchObject({ status: 200, version: 'web.example yes /version' });
    expect(isFailed(result)).toBe(false);
  });

  test('that is refused, cut off or answered with an error has failed', async () => {
    const statuses = [500, 404];
    const prober = await proberOf((_, response) => {
      const status = statuses.shift();
      if (status === undefined) response.destroy();
      else response.writeHead(status).end();
    });
    for (const status of [500, 404, undefined]) {
      const result = await prober.send(never);
      expect(result.status).toBe(status);
      expect(isFailed(result)).toBe(true);
    }
  });
});

describe('sendProbes', () => {
  test('sends the asked number, few at once', async () => {
    let atOnce = 0;
    let most = 0;
    const prober = await proberOf((_, response) => {
      most = Math.max(most, (atOnce += 1));
      setImmediate(() => {
        atOnce -= 1;
        response.end();
      });
    });
    const results: ProbeResult[] = [];
    const keep = (result: ProbeResult): number => results.push(result);
    await sendProbes(prober, { rate: 10_000, count: 60 }, systemClock, keep, never);
    expect(results.map((result) => result.status)).toEqual(Array(60).fill(200));
    expect(most).toBeLessThanOrEqual(10);
  });

  test('stops when told and has every answer then', async () => {
    const until = new AbortController();
    let asked = 0;
    const prober = await proberOf((_, response) => {
      if ((asked += 1) === 5) until.abort();
      response.end();
    });
    let answered = 0;
    const count = (): void => void (answered += 1);
    const pace = { rate: 1000, until: until.signal };
    await sendProbes(prober, pace, systemClock, count, never);
    expect(answered).toBe(asked);
  });

  test('rejects when the run is aborted, also with probes under way', async () => {
    const run = new AbortController();
    const prober = await proberOf(() => {
      run.abort(new Error('cancelled'));
    });
    const nothing = (): void => undefined;
    await expect(
      sendProbes(prober, { rate: 100 }, systemClock, nothing, run.signal),
    ).rejects.toThrow('cancelled');
  });
});
