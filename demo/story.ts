/** One commit of the demo's application and what its delivery is expected to come to. */
export interface Chapter {
  readonly title: string;
  readonly commitMessage: string;
  readonly version: string;
  /** The version answers a third of all requests with errors. */
  readonly faulty: boolean;
  readonly succeeds: boolean;
  /** The version that serves all users when the workflow has ended. */
  readonly servesAfterwards: string;
}

/** The demo: a first delivery, a canary that is promoted, one that is taken back. */
export const story: readonly Chapter[] = [
  {
    title: 'Version 1 is delivered',
    commitMessage: 'Release version 1.0.0',
    version: '1.0.0',
    faulty: false,
    succeeds: true,
    servesAfterwards: '1.0.0',
  },
  {
    title: 'Version 2 goes out as a canary and is promoted',
    commitMessage: 'Release version 2.0.0',
    version: '2.0.0',
    faulty: false,
    succeeds: true,
    servesAfterwards: '2.0.0',
  },
  {
    title: 'Version 3 answers errors and is taken back',
    commitMessage: 'Release version 3.0.0',
    version: '3.0.0',
    faulty: true,
    succeeds: false,
    servesAfterwards: '2.0.0',
  },
];
