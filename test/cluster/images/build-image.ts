import { copyFile, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { statePath } from '../paths.ts';
import { endpoints, hostPort } from '../ports.ts';
import { asRoot } from '../privileges.ts';
import { runCommand } from '../processes/run-command.ts';
import { systemPrograms } from '../tools/debian.ts';

/** An image to build and what to call it. */
export interface ImageOrder {
  /** Repository and tag inside the cluster's registry, such as `podinfo:v1`. */
  readonly name: string;
  readonly dockerfile: string;
  /** Files of the build context: name to the file it is copied from. */
  readonly context: Readonly<Record<string, string>>;
  readonly buildArgs?: Readonly<Record<string, string>>;
}

/** An image that lies in the cluster's registry. */
export interface PublishedImage {
  /** `host:port/name:tag`. */
  readonly reference: string;
  /** `sha256:…`. */
  readonly digest: string;
}

const buildTimeoutMs = 5 * 60 * 1000;

/** Builds an image with buildah, without any daemon, and pushes it to the cluster's registry. */
export async function publishImage(order: ImageOrder): Promise<PublishedImage> {
  const reference = imageReference(order.name);
  const folder = await mkdtemp(path.join(os.tmpdir(), 'kube-delivery-image-'));
  try {
    const context = path.join(folder, 'context');
    await mkdir(context);
    for (const [name, source] of Object.entries(order.context)) {
      await copyFile(source, path.join(context, name));
    }
    const buildArgs = Object.entries(order.buildArgs ?? {}).map(
      ([k, v]) => `--build-arg=${k}=${v}`,
    );
    const file = ['--file', order.dockerfile];
    await buildah([
      'bud',
      '--isolation=chroot',
      ...file,
      ...buildArgs,
      '--tag',
      reference,
      context,
    ]);
    const digestFile = path.join(folder, 'digest');
    const target = `docker://${reference}`;
    await buildah(['push', '--tls-verify=false', '--digestfile', digestFile, reference, target]);
    return { reference, digest: (await readFile(digestFile, 'utf8')).trim() };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The full reference of an image in the cluster's registry. */
export function imageReference(name: string): string {
  return `${hostPort(endpoints.registry)}/${name}`;
}

/** Whether the registry holds the image. */
export async function isPublished(name: string): Promise<boolean> {
  const [repository, tag] = name.split(':');
  const url = `http://${hostPort(endpoints.registry)}/v2/${repository}/manifests/${tag}`;
  const accept = 'application/vnd.oci.image.manifest.v1+json';
  const answer = await fetch(url, { method: 'HEAD', headers: { accept } });
  return answer.ok;
}

async function buildah(args: readonly string[]): Promise<void> {
  const storage = ['--storage-driver=vfs', `--root=${statePath('buildah')}`];
  const runroot = `--runroot=${statePath('buildah-run')}`;
  const [command, ...rest] = asRoot([systemPrograms.buildah.file, ...storage, runroot, ...args]);
  await runCommand(command, rest, { timeoutMs: buildTimeoutMs });
}
