import { formatDuration, parseDuration } from '../time/duration.ts';

const comparisons = ['>=', '<=', '>', '<'] as const;

/** What a threshold's bound measures: a share in percent, a time in milliseconds, or a bare number. */
export type Quantity = 'percent' | 'duration' | 'number';

/** A bound that a measured value must keep. */
export interface Threshold {
  readonly comparison: (typeof comparisons)[number];
  /** Percent, milliseconds or the number itself. */
  readonly bound: number;
  readonly quantity: Quantity;
}

/** A threshold, or the sentence that says what is wrong with its text. */
export type ThresholdReading = { readonly threshold: Threshold } | { readonly problem: string };

const examples: Readonly<Record<Quantity, string>> = {
  percent: '>= 99.5%',
  duration: '<= 400ms',
  number: '<= 0.5',
};

/** Reads `>= 99.5`, `>= 99.5%`, `<= 400ms` or `< 0.5`; a time must have its unit. */
export function readThreshold(text: string, quantity: Quantity): ThresholdReading {
  const parts = /^\s*(>=|<=|>|<)\s*(\S+)\s*$/.exec(text);
  const comparison = comparisons.find((each) => each === parts?.[1]);
  const bound = parts?.[2] === undefined ? undefined : readBound(parts[2], quantity);
  if (comparison === undefined || bound === undefined) {
    const given = JSON.stringify(text);
    return { problem: `${given} is not a threshold; write it like ${examples[quantity]}` };
  }
  return { threshold: { comparison, bound, quantity } };
}

function readBound(text: string, quantity: Quantity): number | undefined {
  if (quantity === 'duration') return parseDuration(text);
  const digits = quantity === 'percent' ? text.replace(/%$/, '') : text;
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(digits)) return undefined;
  const value = Number(digits);
  const isShare = value >= 0 && value <= 100;
  return quantity === 'percent' && !isShare ? undefined : value;
}

/** Whether `value`, in the threshold's own unit, keeps the bound. */
export function isKept({ comparison, bound }: Threshold, value: number): boolean {
  switch (comparison) {
    case '>=':
      return value >= bound;
    case '<=':
      return value <= bound;
    case '>':
      return value > bound;
    case '<':
      return value < bound;
  }
}

/** Whether larger values are the better ones. */
export function isLowerBound({ comparison }: Threshold): boolean {
  return comparison === '>=' || comparison === '>';
}

/** A value as people read it: `99.97%`, `212ms`, `0.25`. */
export function formatQuantity(value: number, quantity: Quantity): string {
  if (quantity === 'duration') return formatDuration(value);
  const rounded = String(Number(value.toPrecision(5)));
  return quantity === 'percent' ? `${rounded}%` : rounded;
}

/** `>= 99.5%`. */
export function describeThreshold({ comparison, bound, quantity }: Threshold): string {
  return `${comparison} ${formatQuantity(bound, quantity)}`;
}
