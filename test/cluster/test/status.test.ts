import { expect, test } from '@jest/globals';
import { isHealthy, statusTable, type ComponentStatus } from '../status.ts';

const healthy: ComponentStatus = {
  component: 'etcd',
  pid: 4711,
  state: 'healthy',
  address: '127.0.0.1:1',
};
const stopped: ComponentStatus = {
  component: 'kubelet',
  pid: undefined,
  state: 'stopped',
  address: '10.244.0.1:2',
};

test('columns are as wide as their widest cell', () => {
  expect(statusTable([healthy, stopped])).toBe(
    [
      'COMPONENT  PID   STATE    ADDRESS',
      'etcd       4711  healthy  127.0.0.1:1',
      'kubelet    -     stopped  10.244.0.1:2',
    ].join('\n'),
  );
});

test('one that is not healthy makes the cluster not healthy', () => {
  expect(isHealthy([healthy])).toBe(true);
  expect(isHealthy([healthy, stopped])).toBe(false);
});
