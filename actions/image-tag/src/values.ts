import type { BuildSource } from './build-source.ts';
import type { Value, Values } from './template.ts';
import type { VersionFinding } from './version.ts';

/** What the values of a build are made from. */
export interface ValueSources {
  readonly source: BuildSource;
  readonly eventName: string;
  readonly shaLength: number;
  readonly buildId: Value;
  readonly buildSystem: string;
  readonly version: VersionFinding;
  /** When the commit was made. */
  readonly date: Date | undefined;
}

/** The values that tags are put together from. */
export function buildValues(from: ValueSources): Values {
  const { source, date } = from;
  const day = date?.toISOString().slice(0, 10);
  const event = from.eventName === '' ? 'this run' : `the event ${from.eventName}`;
  const noDate = 'the commit is not in a clone here; run actions/checkout before this step';
  return {
    sha: orAbsent(source.sha?.slice(0, from.shaLength), noCommit(source)),
    'build-id': from.buildId,
    'build-system': { text: from.buildSystem },
    branch: orAbsent(
      source.branch,
      source.gitTag === undefined
        ? `${event} tells no branch`
        : `this run builds the git tag ${source.gitTag}`,
    ),
    version:
      'version' in from.version ? { text: from.version.version } : { absent: from.version.absent },
    date: orAbsent(day?.replaceAll('-', ''), noDate),
    day: orAbsent(day?.replaceAll('-', '.'), noDate),
    pr: orAbsent(source.pullRequest?.toString(), `${event} belongs to no single pull request`),
  };
}

/** Says where a commit id was looked for in vain. */
export function noCommit(source: BuildSource): string {
  return `${source.shaField} holds no full commit id`;
}

function orAbsent(text: string | undefined, absent: string): Value {
  return text === undefined ? { absent } : { text };
}
