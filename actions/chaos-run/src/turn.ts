/** Lets one work after the other begin, in the order of asking; what one rejects with is its own. */
export type Turn = <Result>(work: () => Promise<Result>) => Promise<Result>;

/** A row of works, as that of acts that must each see what the one before has left. */
export function openTurn(): Turn {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work, work);
    last = next;
    return next;
  };
}
