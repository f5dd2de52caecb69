import { expect, test } from '@jest/globals';
import { isJsonObject } from '../../shared/src/json/json.ts';
import { actionNames } from '../../scripts/build/build-all.ts';
import { runBundle } from './support/run-bundle.ts';

test.each(actionNames())(
  '%s without inputs ends invalid, with every promised output',
  async (name) => {
    const run = await runBundle(name);
    expect(run.stderr).toBe('');
    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({ verdict: 'invalid' });
    expect(run.outputs.reason).not.toBe('');
    expect(run.report).toMatchObject({
      schemaVersion: 1,
      action: name,
      verdict: 'invalid',
      reason: run.outputs.reason,
    });
    expect(run.stdout).toMatch(/^::error::input [a-z-]+: /m);
    expect(run.stdout).toMatch(new RegExp(`^::error::${name}: invalid: .+`, 'm'));
    expect(run.summary).toContain(`${name}: invalid`);
    expect(isJsonObject(run.report) && typeof run.report.startedAt).toBe('string');
  },
);
