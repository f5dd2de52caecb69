/** Helm's own bound for all files of a chart, archives unpacked. */
export const mostChartBytes = 100 * 1024 * 1024;

/** Counts the bytes of a chart; throws where they are more than Helm takes. */
export class SizeBudget {
  #left = mostChartBytes;

  /** Bytes that may still be read. */
  get left(): number {
    return this.#left;
  }

  take(bytes: number): void {
    this.#left -= bytes;
    if (this.#left < 0) throw new Error('the chart is larger than 100 MiB, which Helm refuses');
  }
}
