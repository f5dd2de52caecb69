/** A commit of a clone. */
export interface GitCommit {
  /** The full id. */
  readonly sha: string;
  /** The committer's date. */
  readonly committedAt: Date;
}

/** A tag of a clone. */
export interface GitTag {
  /** Without `refs/tags/`. */
  readonly name: string;
  /** The id of the commit it points at, through an annotated tag's own object. */
  readonly commit: string;
}

/** What actions ask of a clone; nothing is written and nothing is fetched. */
export interface Git {
  /** Whether history was cut off when it was cloned. */
  readonly isShallow: boolean;
  /** The commit that `revision` names, or undefined when it is not in this clone. */
  commit(revision: string): Promise<GitCommit | undefined>;
  tags(): Promise<readonly GitTag[]>;
  /**
   * Whether `newer` is reached from `older` by following commits on, itself included; undefined where
   * this clone cannot tell: it lacks one of them, or the history between them was cut off.
   */
  isAncestor(older: string, newer: string): Promise<boolean | undefined>;
}

/** A clone that can also say what was changed in it. */
export interface ComparableGit extends Git {
  /**
   * The files that differ between the folder as it lies there and the commit at which `revision` and
   * HEAD parted, files that git does not know among them, ignored ones not: below the clone's top, with
   * `/`. Undefined where this clone does not have that commit.
   */
  changedFiles(revision: string): Promise<readonly string[] | undefined>;
}
