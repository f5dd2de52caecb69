import type { Json } from '@kube-delivery/shared/json/json';

/** A number that a value stands for, as Python's Decimal takes it: a text keeps all of its digits. */
export interface Decimal {
  readonly value: number;
  /** Digits as a whole number, and the power of ten that it is times; undefined of a JSON number. */
  readonly exact: { readonly digits: bigint; readonly exponent: number } | undefined;
}

const finite =
  /^(?<sign>[-+]?)(?:(?<whole>\d+)(?:\.(?<fraction>\d*))?|\.(?<onlyFraction>\d+))(?:e(?<exponent>[-+]?\d+))?$/i;

/** The number of a text; undefined where it is none, `not a number` where it says so itself. */
export function parseDecimal(text: string): Decimal | 'not a number' | undefined {
  const bare = text.trim().replaceAll('_', '');
  if (/^[-+]?s?nan\d*$/i.test(bare)) return 'not a number';
  if (/^[-+]?inf(?:inity)?$/i.test(bare)) {
    return { value: bare.startsWith('-') ? -Infinity : Infinity, exact: undefined };
  }
  const groups = finite.exec(bare)?.groups;
  if (groups === undefined) return undefined;
  const fraction = groups.fraction ?? groups.onlyFraction ?? '';
  const digits = BigInt(`${groups.whole ?? ''}${fraction}`);
  const exponent = Number(groups.exponent ?? '0') - fraction.length;
  return {
    value: Number(bare),
    exact: { digits: groups.sign === '-' ? -digits : digits, exponent },
  };
}

/** The number of a JSON number or boolean. */
export function decimalOf(value: number | boolean): Decimal {
  return { value: Number(value), exact: undefined };
}

/**
 * Below 0 where `left` is less than a JSON number, above 0 where it is more. A text is compared digit
 * by digit with the binary fraction that the JSON number is: `0.1` is less than the number 0.1, as in
 * Chaos Toolkit.
 */
export function compareDecimal(left: Decimal, right: Json): number {
  const bound = Number(right);
  if (left.value !== bound) return left.value < bound ? -1 : 1;
  if (left.exact === undefined || !Number.isFinite(bound)) return 0;
  const { digits, exponent } = left.exact;
  // A text may be too small for a JSON number, which is 0 then.
  if (bound === 0 || digits === 0n) return digits < 0n ? -1 : Number(digits > 0n);
  const binary = binaryFraction(bound);
  const ten = 10n ** BigInt(Math.abs(exponent));
  const [upLeft, upRight] =
    exponent < 0 ? [digits, binary.digits * ten] : [digits * ten, binary.digits];
  const difference = upLeft * binary.divisor - upRight;
  return difference < 0n ? -1 : Number(difference > 0n);
}

/** A finite number as a whole number over a power of two. */
function binaryFraction(value: number): { readonly digits: bigint; readonly divisor: bigint } {
  let divisor = 1n;
  let whole = value;
  while (!Number.isInteger(whole)) {
    whole *= 2;
    divisor *= 2n;
  }
  return { digits: BigInt(whole), divisor };
}
