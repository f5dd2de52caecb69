import { describe, expect, it } from '@jest/globals';
import { readPositions, type FieldPosition } from '../../src/manifests/field-positions.ts';

const text = `# comment
spec:
  base: &base {a: 1, "b c": two}
  list:
    - name: x
    -   - 3
  merged:
    <<: *base
    a: 4
  alias: *base
  empty:
  block: |
    lines
  8080: port
  a: first
  a: second
`;

describe('readPositions', () => {
  it.each([
    [['spec', 'base'], 'base: &base', '{a: 1'],
    [['spec', 'base', 'b c'], '"b c": two', 'two}'],
    [['spec', 'list'], 'list:', '- name'],
    [['spec', 'list', 0], undefined, 'name: x'],
    [['spec', 'list', 0, 'name'], 'name: x', 'x\n'],
    [['spec', 'list', 1, 0], undefined, '3\n'],
    [['spec', 'merged', 'a'], 'a: 4', '4\n'],
    [['spec', 'merged', 'b c'], '"b c"', 'two'],
    [['spec', 'alias', 'a'], 'a: 1', '1,'],
    [['spec', 'block'], 'block:', '|\n'],
    [['spec', '8080'], '8080:', 'port'],
    [['spec', 'a'], 'a: second', 'second'],
  ])('finds %j', (path, key, value) => {
    const trail = trailOf(path);
    const last = trail.at(-1);
    expect(trail).toHaveLength(path.length + 1);
    expect(last?.key === undefined ? undefined : text.slice(last.key).startsWith(key ?? '')).toBe(
      key === undefined ? undefined : true,
    );
    expect(text.slice(last?.start).slice(0, value.length)).toBe(value);
  });

  it.each([
    [['spec', 'gone', 'more'], 2],
    [['spec', 'list', 5], 3],
    [['spec', 'list', 'name'], 3],
    [['spec', 'empty', 'more'], 3],
    [['gone'], 1],
  ])('goes as far as %j is there', (path, length) => {
    expect(trailOf(path)).toHaveLength(length);
  });

  it('gives the end of scalars, and what are collections', () => {
    const [at, list] = [trailOf(['spec', 'base', 'b c']).at(-1), trailOf(['spec', 'list']).at(-1)];
    expect([text.slice(at?.start, at?.end), at?.isCollection, list?.isCollection]).toEqual([
      'two',
      false,
      true,
    ]);
  });

  it.each(['a: [1', 'a: "b', 'a: b: c', 'a: *gone', '['.repeat(20_000)])(
    'does not read %.20j',
    (broken) => {
      expect(readPositions(broken)).toBeUndefined();
    },
  );

  it('takes an empty text for null', () => {
    expect(readPositions('# nothing\n')?.value).toBeNull();
  });
});

function trailOf(path: readonly (string | number)[]): readonly FieldPosition[] {
  return readPositions(text)?.trail(path) ?? [];
}
