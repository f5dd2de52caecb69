import { expect, test } from '@jest/globals';
import { InputReader } from '../../src/action/input-reader.ts';
import type { JsonObject } from '../../src/json/json.ts';
import { readRunFacts } from '../../src/action/read-run-facts.ts';
import { refuseUntrustedEvent, untrustedEvent } from '../../src/action/untrusted-event.ts';

const pullRequest = (head: JsonObject): JsonObject => ({
  pull_request: { head: { repo: head }, base: { repo: { full_name: 'shop/web' } } },
});

test.each([
  ['push', {}],
  ['workflow_dispatch', {}],
  ['pull_request', pullRequest({ full_name: 'shop/web', fork: false })],
])('%s from the repository itself is trusted', (eventName, event) => {
  expect(untrustedEvent({ eventName, event })).toBeUndefined();
});

test.each([
  ['pull_request_target', {}, 'on behalf of anybody'],
  ['pull_request', pullRequest({ full_name: 'someone/web', fork: true }), 'the fork someone/web'],
  ['pull_request', pullRequest({ full_name: 'someone/web', fork: false }), 'the fork someone/web'],
  ['pull_request_review', pullRequest({ full_name: 'someone/web', fork: true }), 'someone/web'],
])('%s is not trusted: %#', (eventName, event, why) => {
  expect(untrustedEvent({ eventName, event })).toContain(why);
});

test.each([
  ['', 1],
  ['false', 1],
  ['true', 0],
])('allow-untrusted-events %j leaves %d problems', (given, problems) => {
  const reader = new InputReader(() => given);
  const run = {
    ...readRunFacts({ environment: {}, readText: () => undefined }),
    eventName: 'pull_request_target',
  };
  refuseUntrustedEvent(reader, run);
  expect(reader.isRejected('allow-untrusted-events')).toBe(problems === 1);
});
