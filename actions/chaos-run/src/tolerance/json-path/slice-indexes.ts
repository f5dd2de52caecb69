/**
 * The indexes of a slice in a list of `length` items, as jsonpath2 counts them. Other than in Python, a
 * missing start is 0 and a missing end the length whatever the step's sign, and an index below 0 that is
 * left over counts from the list's end. Throws a RangeError where the step is 0.
 */
export function sliceIndexes(
  slice: {
    readonly start: number | undefined;
    readonly end: number | undefined;
    readonly step: number | undefined;
  },
  length: number,
): readonly number[] {
  const step = slice.step ?? 1;
  if (step === 0) throw new RangeError('the step of a slice is 0');
  const start = firstIndex(slice.start ?? 0, length);
  const end = endIndex(slice.end, length);
  const indexes: number[] = [];
  // Indexes outside of the list find nothing, so that the bounds spare counting up to them.
  if (step > 0) {
    for (let index = start; index < Math.min(end, length); index += step) indexes.push(index);
  } else {
    const skipped = Math.max(0, Math.ceil((start - length + 1) / -step));
    const last = Math.max(end, -length - 1);
    for (let index = start + skipped * step; index > last; index += step) indexes.push(index);
  }
  return indexes.filter((index) => index >= -length);
}

function firstIndex(start: number, length: number): number {
  return start < 0 ? start + Math.max(length, -start) : start;
}

function endIndex(end: number | undefined, length: number): number {
  if (end === undefined) return length;
  return end < 0 ? end + length : end;
}
