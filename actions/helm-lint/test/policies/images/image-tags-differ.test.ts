import { describe, expect, test } from '@jest/globals';
import { containerExample } from '../../../src/policies/examples.ts';
import {
  differingImageTags,
  imageTagsDiffer,
} from '../../../src/policies/images/image-tags-differ.ts';
import { rendered } from '../support/rendered.ts';

/** `chart/render: message` for charts whose renders have one image each. */
function differing(charts: Readonly<Record<string, Readonly<Record<string, string>>>>) {
  const problems = differingImageTags(
    Object.entries(charts).map(([chart, renders]) => ({
      chart,
      renders: Object.entries(renders).map(([name, image]) => ({
        name,
        kubernetesVersions: ['1.36'],
        objects: rendered(containerExample(`image: ${image}`)),
      })),
    })),
  );
  for (const { problem } of problems) {
    expect(problem).toMatchObject({
      rule: imageTagsDiffer.id,
      severity: 'warning',
      about: 'value',
    });
    expect(problem.path.join('.')).toBe('spec.template.spec.containers.0.image');
  }
  return problems.map(({ chart, render, problem }) => `${chart}/${render}: ${problem.message}`);
}

describe('charts with one image', () => {
  test('in two versions: the chart with the lower one is told', () => {
    const found = differing({
      'charts/a': { defaults: 'shop/web:1.9.0' },
      'charts/b': { defaults: 'docker.io/shop/web:1.10.0' },
    });
    expect(found).toEqual([
      'charts/a/defaults: image docker.io/shop/web is 1.9.0 here and 1.10.0 in chart charts/b',
    ]);
  });

  test('the version that most charts have is the right one', () => {
    const found = differing({
      a: { defaults: 'shop/web:1.4.1' },
      b: { defaults: 'shop/web:1.4.2' },
      c: { defaults: 'shop/web:1.4.1' },
    });
    expect(found).toEqual([
      'b/defaults: image docker.io/shop/web is 1.4.2 here and 1.4.1 in chart a',
    ]);
  });

  test.each<[string, Record<string, Record<string, string>>]>([
    ['in one version', { a: { defaults: 'web:1' }, b: { defaults: 'web:1' } }],
    ['in other renders', { a: { defaults: 'web:1' }, b: { prod: 'web:2' } }],
    [
      'in versions that change together',
      { a: { defaults: 'web:1', prod: 'web:2' }, b: { defaults: 'web:1', prod: 'web:2' } },
    ],
    ['of another registry', { a: { defaults: 'web:1' }, b: { defaults: 'mirror.example/web:2' } }],
    ['of another path', { a: { defaults: 'shop/web:1' }, b: { defaults: 'shop/web2:2' } }],
    ['that cannot be read', { a: { defaults: 'web:1' }, b: { defaults: '"Web:2"' } }],
  ])('%s: nothing', (_, charts) => {
    expect(differing(charts)).toEqual([]);
  });

  test('no tag is latest', () => {
    expect(differing({ a: { defaults: 'web' }, b: { defaults: 'web:latest' } })).toEqual([]);
    expect(differing({ a: { defaults: 'web' }, b: { defaults: 'web:1' } })).toHaveLength(1);
  });
});
