import { describe, expect, test } from '@jest/globals';
import { announceDown, announceEnd } from '../../src/recreate/announcement.ts';
import { privateValuesOf } from '../../src/recreate/hidden-url.ts';

const about = {
  release: 'shop',
  namespace: 'web',
  revision: 7,
  previousRevision: 6,
  run: { sha: 'abc', actor: '', runUrl: 'https://github.com/me/shop/actions/runs/1' },
};
const plan = { objects: [], refusals: [] };
const known = {
  release: 'shop',
  namespace: 'web',
  revision: 7,
  previousRevision: 6,
  commit: 'abc',
  runUrl: about.run.runUrl,
};

describe('an announcement', () => {
  test('says that the release goes down, and what is known of the run', () => {
    expect(announceDown(about)).toEqual({
      event: 'down',
      ...known,
      text: 'Release shop in namespace web goes down for revision 7.',
    });
    expect(announceDown({ ...about, previousRevision: undefined })).not.toHaveProperty(
      'previousRevision',
    );
  });

  test('says that it is up', () => {
    const ending = {
      verdict: 'deployed',
      reason: 'it was down for 4.2s',
      plan,
      downtimeSeconds: 4.2,
    } as const;
    expect(announceEnd(about, ending)).toEqual({
      event: 'up',
      ...known,
      verdict: 'deployed',
      reason: 'it was down for 4.2s',
      downtimeSeconds: 4.2,
      text: 'Release shop in namespace web is up at revision 7 after 4.2s of downtime.',
    });
  });

  test.each(['rolled-back', 'failed', 'rollback-failed'] as const)(
    'says that it is not: %s',
    (verdict) => {
      expect(announceEnd(about, { verdict, reason: 'no such table', plan })).toEqual({
        event: 'failed',
        ...known,
        verdict,
        reason: 'no such table',
        text: 'Release shop in namespace web did not come up at revision 7: no such table.',
      });
    },
  );
});

describe('privateValuesOf', () => {
  test.each([
    [
      'https://hooks.slack.com/services/T000/B000/0123456789abcdef',
      ['/services/T000/B000/0123456789abcdef', '0123456789abcdef'],
      ['services', 'T000', 'hooks.slack.com', '/'],
    ],
    [
      'https://me:pass%2Fword@chat.example/hook?key=abc%20d&room=',
      ['pass%2Fword', 'pass/word', 'abc d', '/hook?key=abc%20d&room='],
      ['', 'chat.example', 'key'],
    ],
    ['http://127.0.0.1:8080/', ['http://127.0.0.1:8080/'], ['/', '']],
    ['https://chat.example/%E0%A4%A', ['/%E0%A4%A'], []],
  ])('%s', (url, hidden, shown) => {
    const values = privateValuesOf(new URL(url));
    expect(values).toEqual(expect.arrayContaining(hidden));
    for (const value of shown) expect(values).not.toContain(value);
  });
});
