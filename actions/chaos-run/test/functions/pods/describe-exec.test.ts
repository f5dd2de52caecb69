import { expect, test } from '@jest/globals';
import { FailedOutputError } from '../../../src/activity-failed.ts';
import { describeExec, execOutput } from '../../../src/functions/pods/describe-exec.ts';

const common = { pod_name: 'web', cmd: 'ls' };
const place = { pod: 'web', container: 'app' };
const ended = (exitCode: number) => ({
  ...place,
  ended: { exitCode, stdout: 'out', stderr: 'err' },
});

test('a result is what the command said', () => {
  expect(describeExec(ended(0), 'ls', 'strict')).toEqual({
    ...common,
    exit_code: 0,
    stdout: 'out',
    stderr: 'err',
  });
  expect(describeExec(ended(2), 'ls', 'strict')).toMatchObject({ exit_code: 2, stderr: 'err' });
});

test('what did not end has no exit code', () => {
  expect(describeExec({ ...place, ended: 'took too long' }, 'ls', 'strict')).toMatchObject({
    exit_code: null,
    stderr: 'took too long',
  });
  expect(describeExec({ ...place, ended: { refused: 'no ls' } }, 'ls', 'strict')).toMatchObject({
    exit_code: null,
    stderr: 'no ls',
  });
});

test('where it failed in one pod that is an error with all outputs, but not for the original', () => {
  const results = [ended(0), ended(2)];
  const asked = { command: ['ls'], timeout: 1000 };
  const output = (compat: 'strict' | 'chaostoolkit') => () =>
    execOutput(results, asked, compat, ({ ended: end }) => JSON.stringify(end));
  const outputs = results.map((each) => JSON.stringify(each.ended));
  expect(output('chaostoolkit')()).toEqual(outputs);
  expect(output('strict')).toThrow(
    new FailedOutputError(
      'the command failed in 1 of 2 pods: pod web, container app: it ended with 2: err',
      outputs,
    ),
  );
  expect(output('strict')).toThrow(expect.objectContaining({ output: outputs }));
  expect(execOutput([ended(0)], asked, 'strict', () => 'done')).toEqual(['done']);
});

test('with compat it has the shape of the original', () => {
  const compat = 'chaostoolkit';
  expect(describeExec(ended(0), 'ls', compat)).toMatchObject({ exit_code: 0, stderr: '' });
  expect(describeExec(ended(2), 'ls', compat)).toMatchObject({
    exit_code: '2',
    stderr: 'command terminated with non-zero exit code: command terminated with exit code 2',
  });
  expect(describeExec({ ...place, ended: 'took too long' }, 'ls', compat)).toEqual({
    ...common,
    exit_code: 1,
    stdout: '',
    stderr: '',
  });
  expect(describeExec({ ...place, ended: { refused: 'no ls' } }, 'ls', compat)).toEqual({
    ...common,
    exit_code: 'no ls',
    stdout: '',
    stderr: 'no ls',
  });
});
