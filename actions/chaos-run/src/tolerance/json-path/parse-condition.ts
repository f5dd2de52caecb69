import type { Comparison, Condition, Operand } from './syntax.ts';
import type { TokenReader } from './token-reader.ts';

const comparisons: readonly Comparison[] = ['=', '!=', '<', '<=', '>', '>='];

/**
 * What stands between the parentheses of a filter. `or` binds closer than `and` (as jsonpath2's grammar
 * has it): `a and b or c` is `a and (b or c)`.
 */
export function parseCondition(
  reader: TokenReader,
  parseOperand: (reader: TokenReader) => Operand,
): Condition {
  return parseAnd();

  function parseAnd(): Condition {
    const left = parseOr();
    return reader.takeWord('and') ? { kind: 'and', left, right: parseAnd() } : left;
  }

  function parseOr(): Condition {
    const left = parseNot();
    return reader.takeWord('or') ? { kind: 'or', left, right: parseOr() } : left;
  }

  function parseNot(): Condition {
    if (reader.takeWord('not')) return { kind: 'not', of: parseNot() };
    if (reader.takeSign('(')) {
      const inner = parseAnd();
      reader.needSign(')');
      return inner;
    }
    const left = parseOperand(reader);
    const by = comparisons.find((each) => reader.takeSign(each));
    if (by === undefined) return { kind: 'some', of: left };
    if (by === '=' && reader.isSign('=')) {
      throw reader.problem('equality is a single "=": write "=" instead of "=="');
    }
    return { kind: 'compare', by, left, right: parseOperand(reader) };
  }
}
