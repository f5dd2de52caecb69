import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { tellStory } from '../../demo/tell-story.ts';
import type { Delivery } from '../../demo/deliver.ts';
import { story } from '../../demo/story.ts';
import { testCluster } from './support/test-cluster.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'kube-delivery-story-'));
let deliveries: readonly Delivery[] = [];

beforeAll(async () => {
  deliveries = await tellStory(folder, testCluster(), () => undefined);
}, 300_000);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('every chapter of the demo ends as it promises, with no failed request', () => {
  expect(deliveries.map(({ problem }) => problem)).toEqual(story.map(() => undefined));
  expect(deliveries.map(({ serving }) => serving)).toEqual(['1.0.0', '2.0.0', '2.0.0']);
});

test('the promotion is observed by at least 10,000 requests of users, served by both versions', () => {
  const ledger = deliveries[1]?.ledger;
  expect(ledger?.requests).toBeGreaterThanOrEqual(10_000);
  expect(ledger?.failures).toBe(0);
  expect(Object.keys(ledger?.versions ?? {}).sort()).toEqual(['1.0.0', '2.0.0']);
});

test('the version that answers errors never gets a request of a user', () => {
  expect(Object.keys(deliveries[2]?.ledger.versions ?? {})).toEqual(['2.0.0']);
  const steps = deliveries[2]?.run.steps.map(({ step, succeeded }) => [step, succeeded]);
  expect(steps).toContainEqual(['Ask every pod of the version that came', false]);
  expect(steps).toContainEqual(['Take the canary back', true]);
});

test('every step of ours writes a summary, the promotion one with a chart', () => {
  const summaries = (deliveries[1]?.run.steps ?? [])
    .filter(({ step }) => !step.startsWith('actions/checkout') && !step.startsWith('Build'))
    .map(({ summary }) => summary);
  expect(summaries.filter((summary) => summary === '')).toEqual([]);
  expect(summaries.at(-1)).toContain('```mermaid');
});
