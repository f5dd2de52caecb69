import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { isJsonObject } from '@kube-delivery/shared/json/json';
import { ensureTools } from '../../../../test/cluster/index.ts';
import type { FieldPath } from '../../src/rendered-object.ts';
import { defaults, renderShop, temporaryFolder } from './support/rendered-chart.ts';

describe('on the chart of helm create', () => {
  it.each([true, false])(
    'finds the line of every field (named templates marked: %s)',
    async (defines) => {
      const workspace = await createdChart();
      const rendered = await renderShop(workspace, { defines });
      let fields = 0;
      for (const { object } of rendered.objects) {
        for (const at of fieldsOf(object, [])) {
          const found = rendered.locate(`${object.kind}/${object.metadata.name}`, {
            path: at,
            about: 'key',
          });
          const line = readFileSync(path.join(workspace, found.file), 'utf8').split('\n')[
            found.line - 1
          ];
          const key = `"?${String(at.at(-1))}"?:`;
          const isThere = new RegExp(key).test(line ?? '');
          const isPrinted = /\{\{-? (?:include|toYaml) /.test(line ?? '');
          expect([at, found.isExact, line, isThere || isPrinted]).toEqual([at, true, line, true]);
          // Its own column, unless an action printed it.
          if (isThere) expect(line?.slice(found.column - 1)).toMatch(new RegExp(`^(- )?${key}`));
          fields += 1;
        }
      }
      expect(fields).toBeGreaterThan(80);
    },
  );

  it('finds empty values', async () => {
    const rendered = await renderShop(await createdChart(), {
      set: { ...defaults, files: ['../more.yaml'] },
    });
    const container = ['spec', 'template', 'spec', 'containers', 0];
    const found = [
      rendered.where('Deployment/release-shop', {
        path: [...container, 'resources', 'limits'],
        about: 'missing',
      }),
      rendered.where('Deployment/release-shop', { path: [...container, 'image'] }),
    ];
    expect(found).toEqual([
      expect.stringMatching(/^more\.yaml:2 \(printed at shop\/templates\/deployment\.yaml:\d+\)$/),
      expect.stringMatching(/^more\.yaml:4 \(printed at shop\/templates\/deployment\.yaml:\d+\)$/),
    ]);
  });
});

async function createdChart(): Promise<string> {
  const { helm } = await ensureTools(['helm']);
  const workspace = temporaryFolder();
  execFileSync(helm, ['create', 'shop'], { cwd: workspace, stdio: 'pipe' });
  writeFileSync(
    path.join(workspace, 'more.yaml'),
    '\nresources: {requests: {cpu: 1}}\nimage:\n  tag: latest\n',
  );
  return workspace;
}

/** All fields of maps below a value. */
function fieldsOf(value: unknown, at: FieldPath): readonly FieldPath[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => fieldsOf(item, [...at, index]));
  if (!isJsonObject(value)) return [];
  return Object.keys(value).flatMap((key) => [[...at, key], ...fieldsOf(value[key], [...at, key])]);
}
