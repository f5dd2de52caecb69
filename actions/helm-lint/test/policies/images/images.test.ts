import { describe, expect, test } from '@jest/globals';
import { containerExample } from '../../../src/policies/examples.ts';
import { imageInvalid } from '../../../src/policies/images/image-invalid.ts';
import { imageLatest } from '../../../src/policies/images/image-latest.ts';
import { found, messages } from '../support/rendered.ts';

const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;

describe('an image by itself', () => {
  test.each<[string, 'fine' | 'floating' | 'invalid']>([
    ['nginx:1.29.3', 'fine'],
    ['nginx', 'floating'],
    ['nginx:latest', 'floating'],
    ['nginx:Latest', 'floating'],
    ['127.0.0.1:5000/shop/web', 'floating'],
    ['127.0.0.1:5000/shop/web:1', 'fine'],
    ['nginx:1.29.3-latest', 'fine'],
    ['latest:1', 'fine'],
    [`nginx@${digest}`, 'fine'],
    [`nginx:latest@${digest}`, 'fine'],
    ['registry.example/shop/web:', 'floating'],
    ['registry.example:5000/shop/web:', 'floating'],
    ['registry.example/Shop/web:1', 'invalid'],
    ['registry.example/shop/web:1 ', 'invalid'],
    [':1.4.2', 'invalid'],
    ['registry.example/:1.4.2', 'invalid'],
    ['nginx@sha256:0123', 'invalid'],
    ['%!s(<nil>):1', 'invalid'],
  ])('%s is %s', (image, verdict) => {
    const text = containerExample(`image: ${JSON.stringify(image)}`);
    const where = ['Deployment spec.template.spec.containers.0.image (value)'];
    expect(found(imageLatest, text)).toEqual(verdict === 'floating' ? where : []);
    expect(found(imageInvalid, text)).toEqual(verdict === 'invalid' ? where : []);
  });
});

test('the message says what is wrong with the tag', () => {
  const message = (image: string): readonly string[] =>
    messages(imageLatest, containerExample(`image: ${JSON.stringify(image)}`));
  expect(message('web')).toEqual([
    'container web has the image web, which has no tag and so means latest',
  ]);
  expect(message('web:')).toEqual(['container web has the image web:, which has an empty tag']);
});

test('images are found in init containers, jobs and custom resources', () => {
  const text = `
apiVersion: batch/v1
kind: CronJob
metadata: {name: clean}
spec:
  jobTemplate:
    spec:
      template:
        spec:
          initContainers:
            - {name: wait, image: 'tools:1'}
            - {name: log, image: tools, restartPolicy: Always}
          containers: [{name: clean, image: tools}]
---
apiVersion: example.com/v1
kind: Fleet
metadata: {name: fleet}
spec:
  members:
    - podSpec:
        containers: [{name: web, image: 'shop/web:latest'}]
`;
  expect(found(imageLatest, text)).toEqual([
    'CronJob spec.jobTemplate.spec.template.spec.initContainers.1.image (value)',
    'CronJob spec.jobTemplate.spec.template.spec.containers.0.image (value)',
    'Fleet spec.members.0.podSpec.containers.0.image (value)',
  ]);
});
