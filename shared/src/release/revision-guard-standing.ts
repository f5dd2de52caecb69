import type { ReleaseRecord } from './release-record.ts';

/**
 * The revisions that no older commit may be put over: a canary that is up, and the one whose objects
 * are there besides.
 *
 * What was found bad is no bar, be it undone or left: going back from it is what one wants. A revision
 * whose run was lost is one, as it may serve and nobody found it bad. After a rollback the revision
 * that it went back to counts, not the one it left, and not the run that rolled back. Nothing is
 * known, and nothing is a bar, where that revision is no longer in the history.
 */
export function standingRevisions(records: readonly ReleaseRecord[]): readonly ReleaseRecord[] {
  const descending = [...records].sort((a, b) => b.revision - a.revision);
  const [newest] = descending;
  const canary = newest?.outcome === 'canary' ? [newest] : [];
  for (const record of descending) {
    const source = sourceOf(record);
    if (source === undefined) continue;
    const stable = originOf(source, descending);
    return stable === undefined ? canary : [...canary, stable];
  }
  return canary;
}

/** The revision whose objects were there when this one ended; undefined where it changed nothing that counts. */
function sourceOf(record: ReleaseRecord): number | undefined {
  if (record.rollback !== undefined) return record.rollback.to;
  switch (record.outcome) {
    case 'deployed':
      return record.revision;
    case 'pending':
      // A canary changes nothing of the stable objects.
      return record.canary === undefined ? record.revision : undefined;
    case 'rolled-back':
      return record.restored;
    case 'canary':
    case 'failed':
    case 'abandoned':
      return undefined;
  }
}

/** The revision that first had the objects: a rollback has those of an earlier one. */
function originOf(revision: number, records: readonly ReleaseRecord[]): ReleaseRecord | undefined {
  const record = records.find((each) => each.revision === revision);
  const earlier = record?.rollback?.to;
  return earlier !== undefined && earlier < revision ? originOf(earlier, records) : record;
}
