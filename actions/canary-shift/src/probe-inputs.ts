import type { InputReader } from '@kube-delivery/shared/action/input-reader';
import type { ProbeTarget } from '@kube-delivery/shared/http/probe';
import {
  parseVersionSource,
  versionSourceExamples,
} from '@kube-delivery/shared/http/version-source';

/** How shares are proved by requests through the real front. */
export interface ProbeInputs {
  readonly target: ProbeTarget;
  /** Probes a second while a weight is held. */
  readonly rate: number;
}

/** Reads `probe-*`; undefined where no probes are asked for. */
export function readProbeInputs(reader: InputReader): ProbeInputs | undefined {
  const given = reader.text('probe-url');
  const host = reader.text('probe-host');
  const headerLines = reader.list('probe-header');
  const version = reader.text('probe-version');
  const rate = reader.integer('probe-rate', 20, { min: 1, max: 100 });
  if (given === undefined) {
    for (const [name, value] of Object.entries({ 'probe-host': host, 'probe-version': version })) {
      if (value !== undefined) reader.reject(name, 'goes with probe-url, which was not given');
    }
    if (headerLines.length > 0) {
      reader.reject('probe-header', 'goes with probe-url, which was not given');
    }
    return undefined;
  }
  const url = readUrl(reader, 'probe-url', given);
  const headers = Object.fromEntries(headerLines.flatMap((line) => readHeader(reader, line)));
  const source = version === undefined ? undefined : parseVersionSource(version);
  if (version === undefined) {
    const message = `is required with probe-url, to tell the versions apart: ${versionSourceExamples}`;
    reader.reject('probe-version', message);
  } else if (source === undefined) {
    const message = `${JSON.stringify(version)} is not understood; write it like ${versionSourceExamples}`;
    reader.reject('probe-version', message);
  }
  if (url === undefined || source === undefined) return undefined;
  return { target: { url, host, headers, version: source }, rate };
}

/** The http or https URL that an input gives; any other text is rejected. */
export function readUrl(reader: InputReader, input: string, text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  reader.reject(input, `${JSON.stringify(text)} is not a URL like https://shop.example/version`);
  return undefined;
}

function readHeader(reader: InputReader, line: string): readonly (readonly [string, string])[] {
  const parts = /^([\w!#$%&'*+.^`|~-]+)\s*:\s*(\S.*)$/.exec(line);
  if (parts?.[1] !== undefined && parts[2] !== undefined)
    return [[parts[1].toLowerCase(), parts[2]]];
  // What stands after the name may be a token, so the line itself is not shown.
  reader.reject('probe-header', 'has a line that is no header; write them like X-Canary: always');
  return [];
}
