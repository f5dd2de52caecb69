import { expect, test } from '@jest/globals';
import { formatLabels, ociLabels, readLabels, withOwn } from '../src/labels.ts';
import { environmentOf, headSha, runOf } from './event-fixture.ts';
import { reading } from './reading.ts';

const facts = { sha: headSha, version: '1.2.3', created: new Date('2026-11-21T09:30:00.5Z') };

test('the OCI labels tell what the run knows', () => {
  const context = { run: runOf('push-tag'), environment: environmentOf('push-tag') };
  expect(formatLabels(ociLabels(facts, context)).split('\n')).toEqual([
    'org.opencontainers.image.created=2026-11-21T09:30:00Z',
    `org.opencontainers.image.revision=${headSha}`,
    'org.opencontainers.image.version=1.2.3',
    'org.opencontainers.image.source=https://github.example/octo-org/shop',
    'org.opencontainers.image.title=shop',
    'org.opencontainers.image.description=Sells things to people',
    'org.opencontainers.image.licenses=Apache-2.0',
  ]);
});

test('what nothing tells is left out', () => {
  const run = { ...runOf('schedule'), event: {}, repository: '' };
  const labels = ociLabels({ ...facts, created: undefined }, { run, environment: {} });
  expect([...labels.keys()]).toEqual([
    'org.opencontainers.image.revision',
    'org.opencontainers.image.version',
  ]);
});

test('the labels of the user are added, and win', () => {
  const { value, problems } = reading(
    { labels: 'team=shop\nempty=\nb = a=b, c\norg.opencontainers.image.title=Shop' },
    (reader) => readLabels(reader, 'labels'),
  );
  expect(problems).toEqual([]);
  const oci = new Map([['org.opencontainers.image.title', 'shop']]);
  expect(formatLabels(withOwn(oci, value))).toBe(
    'org.opencontainers.image.title=Shop\nteam=shop\nempty=\nb=a=b, c',
  );
});

test('wrong lines are told', () => {
  const { problems } = reading({ annotations: 'team\n=x\na b=c\nk=1\nk=2' }, (reader) =>
    readLabels(reader, 'annotations'),
  );
  expect(problems).toEqual([
    'annotations: "team" is not key=value',
    'annotations: "=x" is not key=value',
    'annotations: "a b=c" is not key=value',
    'annotations: k is given twice; give it once',
  ]);
});
