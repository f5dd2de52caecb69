import { describe, expect, test } from '@jest/globals';
import { cpuUnrest } from '../../src/blue-green/cpu-usage.ts';
import type { CpuUsage } from '../../src/blue-green/cpu-usage.ts';

function usage(at: string, millicores: Readonly<Record<string, number>>): CpuUsage {
  return new Map(
    Object.entries(millicores).map(([name, each]) => [name, { at, millicores: each }]),
  );
}

describe('cpuUnrest', () => {
  test.each<readonly [string, CpuUsage, CpuUsage, string | undefined]>([
    ['nothing measured', new Map(), new Map(), undefined],
    ['measured once', new Map(), usage('1', { a: 900 }), undefined],
    ['the same measurement twice', usage('1', { a: 0 }), usage('1', { a: 900 }), undefined],
    ['another pod', usage('1', { a: 0 }), usage('2', { b: 900 }), undefined],
    ['idle', usage('1', { a: 2, b: 3 }), usage('2', { a: 30, b: 0 }), undefined],
    ['busy alike', usage('1', { a: 1000 }), usage('2', { a: 1300 }), undefined],
    [
      'rising',
      usage('1', { a: 100, b: 100 }),
      usage('2', { a: 400, b: 100 }),
      'its CPU went from 200m to 500m',
    ],
    ['falling', usage('1', { a: 1000.4 }), usage('2', { a: 20 }), 'its CPU went from 1000m to 20m'],
  ])('%s', (_, before, after, unrest) => {
    expect(cpuUnrest(before, after)).toBe(unrest);
  });
});
