/**
 * A tolerance that cannot be asked of the value that the probe gave. Chaos Toolkit dies of it, without
 * a journal and without rollbacks. The message says why, and what to mend in the experiment.
 */
export class ToleranceCrash extends Error {
  override readonly name = 'ToleranceCrash';
}
