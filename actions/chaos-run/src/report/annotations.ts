import type { InputProblem } from '@kube-delivery/shared/action/errors';
import type { Log } from '@kube-delivery/shared/action/log';
import { failedPlaces } from './failed-places.ts';
import type { Played } from './played.ts';

/**
 * GitHub shows ten annotations of each kind of a step and drops the others unseen. The last error is
 * the one with the verdict.
 */
const most = 9;

/** What went wrong in a row of experiments. */
export interface Failures {
  readonly all: readonly Played[];
  /** Of an experiment that therefore did not begin. */
  readonly problems: readonly InputProblem[];
  /** Whether no file holds an experiment. */
  readonly isShortForm: (file: string) => boolean;
}

type Annotation = Parameters<Log['annotate']>;

/** Tells what went wrong at the lines of the experiments' files, as far as GitHub shows it. */
export function annotateFailures({ all, problems, isShortForm }: Failures, log: Log): void {
  const annotations = [
    ...problems.map(problemAnnotation),
    ...all
      .filter(({ experiment }) => !isShortForm(experiment.file))
      .flatMap((played) => playedAnnotations(played)),
  ];
  for (const annotation of annotations.slice(0, most)) log.annotate(...annotation);
}

function problemAnnotation({ input, message, file, line }: InputProblem): Annotation {
  const place = {
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { line }),
  };
  return ['error', `input ${input}: ${message}`, { ...place, title: 'chaos-run' }];
}

function playedAnnotations(played: Played): readonly Annotation[] {
  const { file } = played.experiment;
  const level = played.judgement.succeeds ? 'warning' : 'error';
  return failedPlaces(played).map(({ line, message }) => [
    level,
    message,
    { file, line, title: 'chaos-run' },
  ]);
}
