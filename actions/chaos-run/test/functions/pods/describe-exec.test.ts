import { expect, test } from '@jest/globals';
import { describeExec } from '../../../src/functions/pods/describe-exec.ts';

const common = { pod_name: 'web', cmd: 'ls' };
const ended = (exitCode: number) => ({
  pod: 'web',
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

test('with compat it has the shape of the original', () => {
  const compat = 'chaostoolkit';
  expect(describeExec(ended(0), 'ls', compat)).toMatchObject({ exit_code: 0, stderr: '' });
  expect(describeExec(ended(2), 'ls', compat)).toMatchObject({
    exit_code: '2',
    stderr: 'command terminated with non-zero exit code: command terminated with exit code 2',
  });
  expect(describeExec({ pod: 'web', ended: 'took too long' }, 'ls', compat)).toEqual({
    ...common,
    exit_code: 1,
    stdout: '',
    stderr: '',
  });
  expect(describeExec({ pod: 'web', ended: { refused: 'no ls' } }, 'ls', compat)).toEqual({
    ...common,
    exit_code: 'no ls',
    stdout: '',
    stderr: 'no ls',
  });
});
