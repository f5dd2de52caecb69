// Facts that have to be written in two places, because one of them is not TypeScript.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { gateway } from '../gateway.ts';
import { imageReference } from '../images/build-image.ts';
import { sourceFolder } from '../paths.ts';
import { toolsetOf } from '../tools/catalog.ts';

function read(...file: readonly string[]): string {
  return readFileSync(path.join(sourceFolder, ...file), 'utf8');
}

test('Kubernetes says the version it is built from', () => {
  const toolset = toolsetOf('kubelet');
  const [, version] = /k8s\.io\/kubernetes (v[\d.]+)/.exec(read('tools/kubernetes/go.mod')) ?? [];
  expect(toolset.kind === 'go' ? toolset.ldflags : '').toContain(`gitVersion=${version ?? '?'}`);
});

test('the sample Deployment names an image of the registry', () => {
  const manifest = read('sample-app/deployment.yaml');
  expect(manifest).toContain(`image: ${imageReference('podinfo:v1')}\n`);
});

test.each(['manifests/gateway.yaml', 'sample-app/http-route.yaml'])(
  '%s names the Gateway',
  (file) => {
    expect(read(file)).toMatch(new RegExp(`\\bname: ${gateway.name}\\n`));
    expect(read(file)).toMatch(new RegExp(`\\bnamespace: ${gateway.namespace}\\n`));
  },
);
