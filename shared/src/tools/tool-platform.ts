/** Operating system and processor as the names of release archives have them. */
export type ToolPlatform =
  'linux-amd64' | 'linux-arm64' | 'darwin-amd64' | 'darwin-arm64' | 'windows-amd64';

const platforms: Readonly<Record<string, ToolPlatform>> = {
  'linux x64': 'linux-amd64',
  'linux arm64': 'linux-arm64',
  'darwin x64': 'darwin-amd64',
  'darwin arm64': 'darwin-arm64',
  'win32 x64': 'windows-amd64',
};

/** The platform by Node's names for it (`process.platform`, `process.arch`); undefined for one without releases. */
export function toolPlatform(system: string, processor: string): ToolPlatform | undefined {
  return platforms[`${system} ${processor}`];
}
