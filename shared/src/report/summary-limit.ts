// GitHub refuses a step's whole summary when it is larger than 1 MiB.
const largestSummary = 1024 * 1024;
const pointer = '\n\n_The summary was cut here; the report file holds everything._\n';

/** `markdown`, cut at a line's end where GitHub would refuse it for its size. */
export function limitSummary(markdown: string, limit: number = largestSummary): string {
  if (Buffer.byteLength(markdown) < limit) return `${markdown}\n`;
  const room = limit - Buffer.byteLength(pointer) - 1;
  const kept = Buffer.from(markdown).subarray(0, room).toString('utf8');
  const end = kept.lastIndexOf('\n');
  return (end > 0 ? kept.slice(0, end) : kept.slice(0, -1)) + pointer;
}
