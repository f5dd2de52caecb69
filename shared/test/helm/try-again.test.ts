import { describe, expect, test } from '@jest/globals';
import { isTransient, tryAgain } from '../../src/helm/try-again.ts';
import type { ProcessEnd } from '../../src/tools/run-process.ts';
import { quietContext } from '../action/quiet-context.ts';

const signal = new AbortController().signal;
const refused =
  'Error: kubernetes cluster unreachable: Get "http://localhost:8080/version": dial tcp 127.0.0.1:8080: connect: connection refused\n';
const wrong = 'Error: execution error at (shop/templates/bad.yaml:3:3): a password is needed\n';

/** A program that ends with these errors, one after the other, and then well. */
function failing(...errors: readonly string[]) {
  const ends = [...errors];
  let runs = 0;
  const run = (): Promise<ProcessEnd> => {
    runs += 1;
    const stderr = ends.shift();
    return Promise.resolve({
      exitCode: stderr === undefined ? 0 : 1,
      stdout: '',
      stderr: stderr ?? '',
    });
  };
  return { run, runs: () => runs };
}

function context() {
  const waits: number[] = [];
  const quiet = quietContext();
  const sleep = (milliseconds: number): Promise<void> => {
    waits.push(milliseconds);
    return Promise.resolve();
  };
  return { waits, context: { ...quiet, clock: { ...quiet.clock, sleep } } };
}

describe('a command of Helm', () => {
  test.each([
    [[], 1, 0],
    [[wrong], 1, 1],
    [[refused], 2, 0],
    [[refused, refused], 3, 0],
    [[refused, wrong], 2, 1],
    [[refused, refused, refused], 3, 1],
  ] as const)('that fails with %j is run %d times', async (errors, runs, exitCode) => {
    const program = failing(...errors);
    const { context: world, waits } = context();
    expect((await tryAgain(world, signal, program.run)).exitCode).toBe(exitCode);
    expect(program.runs()).toBe(runs);
    expect(waits).toEqual([1000, 4000].slice(0, runs - 1));
  });

  test.each([
    ['Error: UPGRADE FAILED: Get "https://10.0.0.1/api": read: connection reset by peer', true],
    ['Error: unexpected EOF', true],
    ['Error: the server is currently unable to handle the request', true],
    ['Error: pre-upgrade hooks failed: 1 error occurred: job failed: BackoffLimitExceeded', false],
    ['Error: secrets is forbidden: User "x" cannot list resource "secrets"', false],
    ['Error: conflict occurred while applying object', false],
    ['', false],
  ])('is transient in %j: %p', (stderr, expected) => {
    expect(isTransient(stderr)).toBe(expected);
  });
});
