/** A version of JSON schema that Helm knows. */
export type SchemaDraft = 'draft-04' | 'draft-07' | '2019-09' | '2020-12';

/** The draft that `$schema` names; draft 6 is a part of draft 7, and the newest is meant without one. */
export function draftOf(address: string): SchemaDraft {
  if (address.includes('draft-04')) return 'draft-04';
  if (/draft-0[67]/.test(address)) return 'draft-07';
  return address.includes('2019-09') ? '2019-09' : '2020-12';
}

/** Whether a draft passes over what stands beside `$ref`, and takes formats for conditions. */
export function isOlder(draft: SchemaDraft): boolean {
  return draft === 'draft-04' || draft === 'draft-07';
}
