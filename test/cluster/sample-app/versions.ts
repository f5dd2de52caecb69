import { isPublished } from '../images/build-image.ts';
import { publishSampleApp, type SampleAppVersion } from './publish.ts';

/** The versions that are in every cluster's registry from the start. */
export const sampleAppVersions: readonly SampleAppVersion[] = [
  { tag: 'v1', version: '1.0.0' },
  { tag: 'v2', version: '2.0.0' },
  { tag: 'v2-errors', version: '2.0.0', faulty: 'errors' },
  { tag: 'v2-slow', version: '2.0.0', faulty: 'slow' },
  { tag: 'v2-unready', version: '2.0.0', faulty: 'unready' },
  { tag: 'v2-crash', version: '2.0.0', faulty: 'crash' },
];

/** Publishes those versions where the registry does not have them yet. */
export async function publishSampleAppVersions(): Promise<void> {
  for (const version of sampleAppVersions) {
    if (!(await isPublished(`podinfo:${version.tag}`))) await publishSampleApp(version);
  }
}
