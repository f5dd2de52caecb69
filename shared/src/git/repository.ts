/** A git tag. */
export interface GitTag {
  /** Without `refs/tags/`. */
  readonly name: string;
  /** Id of the object that it names; of the tagged one where the tag is annotated. */
  readonly target: string;
}

/** A clone, read and never written; nothing is fetched. */
export interface GitRepository {
  /** Whether history is cut off, so that tags may be missing. */
  isShallow(): Promise<boolean>;
  /** The date that the committer gave, or undefined where the clone lacks the commit. */
  commitDate(commit: string): Promise<Date | undefined>;
  /** All tags that the clone knows. */
  tags(): Promise<readonly GitTag[]>;
}
