import { expect, test } from '@jest/globals';
import { endpoints, hostPort } from '../ports.ts';

const firstEphemeralPort = 32768;

test('no two endpoints are the same, and none can be taken by an outgoing connection', () => {
  const all = Object.values(endpoints);
  expect(new Set(all.map(hostPort)).size).toBe(all.length);
  for (const { port } of all) expect(port).toBeLessThan(firstEphemeralPort);
});
