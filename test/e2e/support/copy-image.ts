import { arrayAt, stringAt } from '../../../shared/src/json/json.ts';
import type { Json } from '../../../shared/src/json/json.ts';
import { testCluster } from './test-cluster.ts';

const types = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
];

/** Gives an image of the test registry another name there: `podinfo:v1` → `team/app:1`. */
export async function copyImage(from: string, to: string): Promise<void> {
  const [repository = '', tag = ''] = from.split(':');
  const [newRepository = '', newTag = ''] = to.split(':');
  const registry = `http://${testCluster().registry}/v2`;
  const found = await fetch(`${registry}/${repository}/manifests/${tag}`, {
    headers: { accept: types.join(', ') },
  });
  const text = await found.text();
  const manifest = JSON.parse(text) as Json;
  const blobs = [stringAt(manifest, 'config', 'digest')].concat(
    arrayAt(manifest, 'layers').map((layer) => stringAt(layer, 'digest')),
  );
  for (const digest of blobs) {
    const query = `mount=${digest ?? ''}&from=${repository}`;
    const answer = await fetch(`${registry}/${newRepository}/blobs/uploads/?${query}`, {
      method: 'POST',
    });
    if (answer.status !== 201) throw new Error(`${from} has no blob ${String(digest)} to mount`);
  }
  const put = await fetch(`${registry}/${newRepository}/manifests/${newTag}`, {
    method: 'PUT',
    headers: { 'content-type': found.headers.get('content-type') ?? '' },
    body: text,
  });
  if (put.status !== 201) throw new Error(`${to} was refused: ${await put.text()}`);
}
