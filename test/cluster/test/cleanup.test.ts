import { expect, test } from '@jest/globals';
import { hierarchies } from '../cleanup/control-groups.ts';
import { mountPointsBelow } from '../cleanup/mounts.ts';

const mounts = [
  '/dev/vda / ext4 rw,relatime 0 0',
  'cgroup /sys/fs/cgroup/memory cgroup rw,memory 0 0',
  'cgroup2 /sys/fs/cgroup/unified cgroup2 rw 0 0',
  'tmpfs /state/kubelet/pods/1/volumes tmpfs rw 0 0',
  'overlay /state/containerd/a\\040b overlay rw 0 0',
  'tmpfs /state-of-others tmpfs rw 0 0',
  'tmpfs /state tmpfs rw 0 0',
  '',
].join('\n');

test('the last mounted below the folder comes first, other folders are left alone', () => {
  expect(mountPointsBelow('/state', mounts)).toEqual([
    '/state/containerd/a b',
    '/state/kubelet/pods/1/volumes',
  ]);
});

test('both versions of control groups are found', () => {
  expect(hierarchies(mounts)).toEqual(['/sys/fs/cgroup/memory', '/sys/fs/cgroup/unified']);
});
