/** One mistake that is put into a clean chart, and where it must be found. */
export interface Defect {
  /** Also the name of the chart that has it. */
  readonly name: string;
  /** The file that is changed: what stands there becomes something else. A file that is not there is made. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly rule: string;
  /** The file of the finding, where it is another one. */
  readonly at?: string;
  /** A part of the line of the finding; the first line that has it is meant. */
  readonly line: string;
  /** A part of the message. */
  readonly says: string;
}
