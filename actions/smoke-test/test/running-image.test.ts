import { describe, expect, test } from '@jest/globals';
import { parseImageReference } from '@kube-delivery/shared/image/reference';
import { assessImage } from '../src/running-image.ts';
import { pod } from '../../../shared/test/target/pod.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const other = `sha256:${'b'.repeat(64)}`;

/** What is wrong with a pod of these containers, each an image and what the kubelet runs. */
function assess(containers: readonly (readonly [string, string])[], expected: string) {
  const reference = parseImageReference(expected);
  if (reference === undefined) throw new Error(`${expected} is no image`);
  const object = pod(
    { containers: containers.map(([image], index) => ({ name: `c${index}`, image })) },
    {
      // The kubelet's order is its own.
      containerStatuses: containers
        .map(([, imageID], index) => ({ name: `c${index}`, imageID }))
        .reverse(),
    },
  );
  return assessImage(object, reference);
}

describe('is expected', () => {
  test.each([
    ['the same tag', 'reg.example/web:v2', '', 'reg.example/web:v2'],
    ['Docker’s short names', 'nginx:1', '', 'docker.io/library/nginx:1'],
    ['no tag', 'reg.example/web', '', 'reg.example/web:latest'],
    ['a digest behind a tag', 'web:v2', `docker.io/library/web@${digest}`, `web@${digest}`],
    ['the form of Docker', 'web:v2', `docker-pullable://web@${digest}`, `web@${digest}`],
    ['a bare digest', 'web:v2', digest, `web@${digest}`],
    ['tag and digest, where the digest decides', 'web:v1', `web@${digest}`, `web:v2@${digest}`],
    ['another digest of what was asked for', `web@${digest}`, `web@${other}`, `web@${digest}`],
  ])('%s', (_, image, running, expected) => {
    expect(assess([[image, running]], expected)).toBeUndefined();
  });

  test('one of several containers', () => {
    const containers = [
      ['reg.example/proxy:v9', ''],
      ['reg.example/web:v2', ''],
    ] as const;
    expect(assess(containers, 'reg.example/web:v2')).toBeUndefined();
  });
});

describe('is not expected', () => {
  test.each([
    ['web:v1', '', 'web:v2', 'runs web:v1, not docker.io/library/web:v2'],
    ['reg.example/web:v2', '', 'web:v2', 'runs reg.example/web:v2, not docker.io/library/web:v2'],
    ['web:v20', '', 'web:v2', 'runs web:v20, not docker.io/library/web:v2'],
    [`web@${digest}`, '', 'web:latest', `runs web@${digest}, not docker.io/library/web:latest`],
    [
      'web:v2',
      '',
      `web@${digest}`,
      `runs web:v2 (not pulled), not docker.io/library/web@${digest}`,
    ],
    [
      `web@${digest}`,
      '',
      `web@${digest}`,
      `runs web@${digest} (not pulled), not docker.io/library/web@${digest}`,
    ],
    [
      'web:v2',
      `docker.io/library/web@${other}`,
      `web:v2@${digest}`,
      `runs web:v2 (${other}), not docker.io/library/web:v2@${digest}`,
    ],
  ])('%s %s where %s was meant', (image, running, expected, problem) => {
    expect(assess([[image, running]], expected)).toBe(problem);
  });

  test('of several containers those of the same repository are told, else all', () => {
    const containers = [
      ['reg.example/proxy:v9', ''],
      ['reg.example/web:v1', ''],
    ] as const;
    expect(assess(containers, 'reg.example/web:v2')).toBe(
      'runs reg.example/web:v1, not reg.example/web:v2',
    );
    expect(assess(containers, 'reg.example/api:v2')).toBe(
      'runs reg.example/proxy:v9 and reg.example/web:v1, not reg.example/api:v2',
    );
  });
});
