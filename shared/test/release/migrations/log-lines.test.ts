import { describe, expect, test } from '@jest/globals';
import { newLines } from '../../../src/release/migrations/log-lines.ts';
import type { LogPosition } from '../../../src/release/migrations/log-lines.ts';

const first = '2026-11-21T10:00:00.123456789Z one';
const second = '2026-11-21T10:00:00.5Z two';
const third = '2026-11-21T10:00:01Z three';

function lines(...all: string[]): string {
  return all.map((line) => `${line}\n`).join('');
}

function at(time: string, count = 1): LogPosition {
  return { time: `2026-11-21T10:00:${time}Z`, lines: count };
}

describe('newLines', () => {
  test.each<[string, string, LogPosition | undefined, readonly string[], LogPosition | undefined]>([
    ['nothing', '', undefined, [], undefined],
    ['a first look', lines(first, second), undefined, ['one', 'two'], at('00.500000000')],
    ['what came since', lines(first, second), at('00.123456789'), ['two'], at('00.500000000')],
    ['nothing since', lines(first, second), at('00.500000000'), [], at('00.500000000')],
    [
      'another line of the last time',
      lines(second, '2026-11-21T10:00:00.5Z too'),
      at('00.500000000'),
      ['too'],
      at('00.500000000', 2),
    ],
    ['a whole second', lines(third), at('00.999999999'), ['three'], at('01.000000000')],
    [
      'a zone of the node',
      lines('2026-11-21T12:00:01.000000001+02:00 three'),
      at('01.000000000'),
      ['three'],
      at('01.000000001'),
    ],
    [
      "a server's word on the log",
      'unable to retrieve container logs for containerd://abc',
      at('01.000000000'),
      [],
      at('01.000000000'),
    ],
    [
      'empty lines and carriage returns',
      lines('2026-11-21T10:00:01Z ', '2026-11-21T10:00:02Z a\rb\r'),
      undefined,
      ['', 'a\rb\r'],
      at('02.000000000'),
    ],
  ])('%s', (_, text, position, wanted, end) => {
    expect(newLines(text, position)).toEqual({ lines: wanted, position: end });
  });

  test('gives each line once, however the log is read', () => {
    const all = ['00.1', '00.1', '00.1', '00.25', '01', '01', '02.000000001'];
    const stamped = all.map((time, index) => `2026-11-21T10:00:${time}Z line ${index}`);
    for (let cut = 0; cut <= all.length; cut += 1) {
      const before = newLines(lines(...stamped.slice(0, cut)), undefined);
      const after = newLines(lines(...stamped), before.position);
      expect([...before.lines, ...after.lines]).toEqual(all.map((_time, index) => `line ${index}`));
    }
  });
});
