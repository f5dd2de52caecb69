import { formatDuration } from '@kube-delivery/shared/time/duration';
import type { ExecAsked, PodExec } from './exec-in-pods.ts';

/** Exit codes from here on are of processes that a signal ended, such as the one of `kill 1`. */
const firstSignalCode = 129;
const mostLines = 3;
const mostLetters = 300;
/** Shorter arguments are no secrets, and would leave nothing of what was said. */
const leastSecret = 4;

type Asked = Pick<ExecAsked, 'command' | 'timeout'>;

/**
 * Why a command did not do in a pod what it was to do, with the last of what it said; undefined where it
 * ended with 0 or by a signal. Its arguments may hold secrets, and are not told.
 */
export function whyFailed(
  { pod, container, ended }: PodExec,
  { command, timeout }: Asked,
): string | undefined {
  const place = `pod ${pod}, container ${container}`;
  if (ended === 'took too long') {
    return `${place}: it was not done within ${formatDuration(timeout)}; it may still run there`;
  }
  if ('refused' in ended) return `${place}: ${withoutArguments(ended.refused, command)}`;
  const { exitCode, stderr } = ended;
  if (exitCode === 0 || exitCode >= firstSignalCode) return undefined;
  const said = lastOf(withoutArguments(stderr, command));
  return `${place}: it ended with ${exitCode}${said === '' ? '' : `: ${said}`}`;
}

/** Why a command failed, of all pods that it ran in; undefined where it failed in none. */
export function execFailure(results: readonly PodExec[], asked: Asked): string | undefined {
  const failures = results
    .map((result) => whyFailed(result, asked))
    .filter((failure) => failure !== undefined);
  if (failures.length === 0) return undefined;
  const pods = `${results.length} ${results.length === 1 ? 'pod' : 'pods'}`;
  return `the command failed in ${failures.length} of ${pods}: ${failures.join('; ')}`;
}

/** The last lines of a text, as one. */
function lastOf(text: string): string {
  const lines = text
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const last = lines.slice(-mostLines).join(' | ');
  return last.length > mostLetters ? `…${last.slice(-mostLetters)}` : last;
}

/** What programs say often repeats what they were given. */
function withoutArguments(text: string, [, ...given]: readonly string[]): string {
  return given
    .flatMap((argument) => [argument, argument.slice(argument.indexOf('=') + 1)])
    .filter((argument) => argument.length >= leastSecret)
    .sort((a, b) => b.length - a.length)
    .reduce((left, argument) => left.replaceAll(argument, '***'), text);
}
