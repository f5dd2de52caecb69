import path from 'node:path';
import { publishImage, type PublishedImage } from '../images/build-image.ts';
import { sourceFolder } from '../paths.ts';
import { systemPrograms } from '../tools/debian.ts';
import { ensureToolset } from '../tools/ensure-tools.ts';

/**
 * What is wrong with a version: a third of its answers are 400, 409 or 500, each answer takes half a second
 * to one and a half, it starts but is never ready, or it ends right after its start.
 */
export type Fault = 'errors' | 'slow' | 'unready' | 'crash';

/** A version of the sample application. */
export interface SampleAppVersion {
  /** The image's tag in the repository `podinfo`. */
  readonly tag: string;
  /** What the application says its version is. */
  readonly version: string;
  readonly faulty?: Fault;
}

/** Builds a version of the sample application and pushes it to the cluster's registry. */
export async function publishSampleApp({
  tag,
  version,
  faulty,
}: SampleAppVersion): Promise<PublishedImage> {
  return publishImage({
    name: `podinfo:${tag}`,
    dockerfile: path.join(sourceFolder, 'sample-app', 'Dockerfile'),
    context: {
      busybox: systemPrograms.busybox.file,
      podinfo: await sampleAppProgram(version),
    },
    buildArgs: { VERSION: version, ...(faulty === undefined ? {} : faultArguments[faulty]) },
  });
}

/** The program of one version; only linking it differs from the next. */
export async function sampleAppProgram(version: string): Promise<string> {
  if (!/^[\w.+-]+$/.test(version)) {
    throw new Error(`"${version}" cannot be a version: use letters, digits and . + - _`);
  }
  const folder = await ensureToolset({
    kind: 'go',
    name: 'podinfo',
    folder: 'podinfo',
    provides: { podinfo: 'github.com/stefanprodan/podinfo/cmd/podinfo' },
    ldflags: `-X github.com/stefanprodan/podinfo/pkg/version.VERSION=${version}`,
  });
  return path.join(folder, 'podinfo');
}

const faultArguments: Readonly<Record<Fault, Readonly<Record<string, string>>>> = {
  errors: { RANDOM_ERROR: 'true' },
  slow: { RANDOM_DELAY: 'true' },
  unready: { UNREADY: 'true' },
  // podinfo refuses a longest delay below the shortest, and ends.
  crash: { RANDOM_DELAY_MAX: '0' },
};
