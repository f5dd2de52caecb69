import { expect, test } from '@jest/globals';
import { PreconditionError } from '@kube-delivery/shared/action/errors';
import type { Git } from '@kube-delivery/shared/git/git';
import { readBuildSource } from '../src/build-source.ts';
import { findCommitDate, formatDate, readSourceDate } from '../src/commit-date.ts';
import { runOf } from './event-fixture.ts';
import { reading } from './reading.ts';

test.each([
  ['', undefined],
  ['0', '1970-01-01T00:00:00Z'],
  ['1795255200', '2026-11-21T10:00:00Z'],
])('SOURCE_DATE_EPOCH %j', (text, date) => {
  const { value } = reading({}, (reader) => readSourceDate(reader, { SOURCE_DATE_EPOCH: text }));
  expect(value && formatDate(value)).toBe(date);
});

test.each(['yesterday', '-1', '1.5', '2026-11-21', '999999999999'])(
  'SOURCE_DATE_EPOCH %s is refused',
  (text) => {
    const { problems } = reading({}, (reader) =>
      readSourceDate(reader, { SOURCE_DATE_EPOCH: text }),
    );
    expect(problems).toEqual([
      `SOURCE_DATE_EPOCH: "${text}" is not a whole number of seconds since 1970`,
    ]);
  },
);

function cloneWith(committedAt: Date | undefined): Git {
  return {
    isShallow: true,
    commit: async (sha) =>
      Promise.resolve(committedAt === undefined ? undefined : { sha, committedAt }),
    tags: async () => Promise.resolve([]),
    isAncestor: async () => Promise.resolve(undefined),
  };
}

const committed = new Date('2026-11-21T08:00:00Z');

test.each([
  ['pull-request', cloneWith(committed), '2026-11-21T08:00:00Z'],
  ['pull-request', cloneWith(undefined), '2026-11-21T09:58:53Z'],
  ['push-branch', new PreconditionError('no clone'), '2026-11-21T09:30:00Z'],
  ['schedule', cloneWith(undefined), undefined],
] as const)('the date of the commit of %s', async (event, clone, date) => {
  const found = await findCommitDate(readBuildSource(runOf(event)), clone);
  expect(found && formatDate(found)).toBe(date);
});
