import type { Finding } from '../finding.ts';
import type { Place } from '../place.ts';

/** `charts/web/templates/web.yaml:12` */
export function placeText({ file, line }: Pick<Place, 'file' | 'line'>): string {
  return `${file}:${line}`;
}

/** `Deployment web: spec.replicas`, or as much of it as there is. */
export function subjectText({ object, path }: Pick<Finding, 'object' | 'path'>): string {
  return [object, path].filter((part) => part !== '').join(': ');
}

/** What is wrong, where in the objects, and what to do, as sentences. */
export function findingSentences(finding: Finding): string {
  const subject = subjectText(finding);
  const hint = finding.hint === '' ? '' : ` ${withStop(hintText(finding))}`;
  return `${subject === '' ? '' : `${subject}: `}${withStop(finding.message)}${hint}`;
}

/** The hint as a sentence of its own begins. */
export function hintText({ hint }: Pick<Finding, 'hint'>): string {
  return hint.slice(0, 1).toUpperCase() + hint.slice(1);
}

function withStop(sentence: string): string {
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}
