/** The test cluster as other programs use it. */
export { clusterAddresses, type ClusterAddresses } from './addresses.ts';
export { down } from './down.ts';
export type { PublishedImage } from './images/build-image.ts';
export {
  publishSampleApp,
  sampleAppProgram,
  type Fault,
  type SampleAppVersion,
} from './sample-app/publish.ts';
export { sampleAppVersions } from './sample-app/versions.ts';
export { isHealthy, status, type ComponentStatus } from './status.ts';
export type { ToolName } from './tools/catalog.ts';
export { ensureTools, type Tools } from './tools/ensure-tools.ts';
export { up } from './up.ts';
