import { statSync } from 'node:fs';
import path from 'node:path';
import type { ActionContext } from '../action/context.ts';
import { PreconditionError, wrongInput } from '../action/errors.ts';
import { loginOf, readMirror } from './download-source.ts';
import { DownloadFailure } from './download.ts';
import { findOnPath } from './find-on-path.ts';
import { ownVersion } from './own-version.ts';
import type { ToolName } from './pinned-tools.ts';
import { toolPlatform } from './tool-platform.ts';
import { toolRelease } from './tool-release.ts';
import { storedProgram } from './tool-store.ts';
import { readAskedVersion } from './tool-version.ts';
import type { AskedVersion } from './tool-version.ts';

/** A program that is needed, as the inputs `<name>-version`, `<name>-path` and `<name>-mirror` ask for it. */
export interface ToolRequest {
  readonly name: ToolName;
  /**
   * A whole version, or the start of one (`4`, `4.3`). Empty asks for the version that is pinned here,
   * and lets `path` be any.
   */
  readonly version: string;
  /** The program itself, relative to the workspace; then nothing else is looked at. */
  readonly path?: string;
  /** Where the archives are, laid out as at their origin. */
  readonly mirror?: string;
}

/** A program that was found, and what it is. */
export interface LocatedTool {
  /** Absolute. */
  readonly path: string;
  /** `4.3.0` */
  readonly version: string;
}

/** What locating a program needs of the world. */
export interface ToolWorld {
  readonly context: ActionContext;
  readonly signal: AbortSignal;
}

/**
 * Finds a program: the one that `path` names, else the asked version from the tool cache, else
 * downloaded and checked against its SHA-256. Where it cannot be downloaded, one of an asked version
 * on the PATH is taken with a notice, and never one of another version. Throws an InputError for a
 * version, path or mirror that cannot be used, else a PreconditionError.
 */
export async function locateTool(request: ToolRequest, world: ToolWorld): Promise<LocatedTool> {
  const { mirror, name, path: given, version } = request;
  const asked = readAskedVersion(name, version);
  if (given !== undefined) return checkGiven(request, given, asked, world);
  const origin = mirror === undefined ? undefined : readMirror(`${name}-mirror`, mirror);
  if (origin !== undefined) world.context.secrets.add(loginOf(origin).password);
  try {
    return await storedTool(name, asked, origin, world);
  } catch (error) {
    if (!(error instanceof DownloadFailure)) throw error;
    return await onPath(name, asked, error, world);
  }
}

async function checkGiven(
  { name, version: askedText }: ToolRequest,
  given: string,
  asked: AskedVersion,
  world: ToolWorld,
): Promise<LocatedTool> {
  const input = `${name}-path`;
  const program = path.resolve(world.context.run.workspace, given);
  const status = statSync(program, { throwIfNoEntry: false });
  if (status?.isFile() !== true) {
    const fault = status === undefined ? 'does not exist' : 'is not a file';
    throw wrongInput(input, `${JSON.stringify(given)} ${fault}`);
  }
  const found = await ownVersion(name, program, world);
  if ('problem' in found) {
    throw wrongInput(input, `${JSON.stringify(given)} is not ${name}: ${found.problem}`);
  }
  if (askedText.trim() !== '' && !asked.accepts(found.version)) {
    throw wrongInput(
      input,
      `${JSON.stringify(given)} is ${name} ${found.version}, and ${name}-version asks for ${asked.shown}`,
    );
  }
  return { path: program, version: found.version };
}

async function storedTool(
  name: ToolName,
  { shown, wanted }: AskedVersion,
  mirror: URL | undefined,
  world: ToolWorld,
): Promise<LocatedTool> {
  if (wanted === undefined) {
    throw new DownloadFailure(`this action knows no whole version of ${name} ${shown} to download`);
  }
  const platform = toolPlatform(process.platform, process.arch);
  if (platform === undefined) {
    throw new DownloadFailure(
      `${name} is not downloaded for ${process.platform} on ${process.arch}`,
    );
  }
  const program = await storedProgram(toolRelease(name, wanted, platform, mirror), world);
  return { path: program, version: wanted };
}

async function onPath(
  name: ToolName,
  asked: AskedVersion,
  failure: DownloadFailure,
  world: ToolWorld,
): Promise<LocatedTool> {
  const { context } = world;
  const file = process.platform === 'win32' ? `${name}.exe` : name;
  const program = findOnPath(file, context.environment.PATH);
  if (program === undefined) {
    throw missing(name, asked, failure, `there is no ${name} on the PATH`);
  }
  const found = await ownVersion(name, program, world);
  if ('problem' in found) {
    throw missing(name, asked, failure, `${program} is not ${name}: ${found.problem}`);
  }
  if (!asked.accepts(found.version)) {
    throw missing(name, asked, failure, `${program} is ${name} ${found.version}`);
  }
  context.log.notice(
    `${name} ${found.version} is taken from the PATH (${program}), because ${failure.message}`,
  );
  return { path: program, version: found.version };
}

const remedies: Readonly<Record<ToolName, string>> = {
  helm: 'Give helm-path, or helm-mirror for a network without internet, or put that version on the PATH',
  kustomize: 'Give kustomize-path, or put that version on the PATH',
};

function missing(
  name: ToolName,
  { shown }: AskedVersion,
  failure: DownloadFailure,
  seen: string,
): PreconditionError {
  return new PreconditionError(
    `${name} ${shown} could not be obtained: ${failure.message}; ${seen}`,
    { hint: remedies[name], cause: failure },
  );
}
