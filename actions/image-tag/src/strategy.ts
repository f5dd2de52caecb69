import type { InputReader } from '@kube-delivery/shared/action/input-reader';
import { suggestion } from '@kube-delivery/shared/text/nearest-word';
import { parseTemplate } from './template.ts';
import type { Template } from './template.ts';

const sha: Template = ['sha-', { value: 'sha' }];

// Each shape begins with text that keeps YAML from reading the tag as a number.
const shapes = {
  'build-id': ['build-', { value: 'build-id' }],
  'build-system-build-id': [{ value: 'build-system' }, '-', { value: 'build-id' }],
  'git-sha': sha,
  'git-sha-build-id': [...sha, '-', { value: 'build-id' }],
  semver: [{ value: 'version' }],
  calver: [{ value: 'day' }, '-', { value: 'build-id' }],
  branch: [{ value: 'branch' }, '-', ...sha],
  pr: ['pr-', { value: 'pr' }, '-', ...sha],
} as const satisfies Record<string, Template>;

const names = [...Object.keys(shapes), 'raw'];

/** One line of `strategy`: how a tag is made. */
export interface Strategy {
  /** As the user wrote it: `git-sha`, `raw=web-{sha}`. */
  readonly text: string;
  readonly template: Template;
  /** Whether the user typed the template. */
  readonly raw: boolean;
}

/** Reads `strategy`, one a line; the first is the primary one. */
export function readStrategies(reader: InputReader): readonly Strategy[] {
  const strategies: Strategy[] = [];
  for (const line of reader.list('strategy', { commas: true, fallback: 'git-sha-build-id' })) {
    const strategy = parseStrategy(line);
    if (typeof strategy === 'string') reader.reject('strategy', strategy);
    else if (strategies.some(({ text }) => text === strategy.text)) {
      reader.reject('strategy', `${strategy.text} is listed twice; list it once`);
    } else strategies.push(strategy);
  }
  return strategies;
}

/** Reads one strategy; gives a sentence on what is wrong with it. */
export function parseStrategy(line: string): Strategy | string {
  const equals = line.indexOf('=');
  const name = (equals < 0 ? line : line.slice(0, equals)).trim();
  const attribute = equals < 0 ? undefined : line.slice(equals + 1).trim();
  if (name === 'raw') {
    if (attribute === undefined) return 'raw needs its text; write raw=<text>, as raw=web-{sha}';
    const template = parseTemplate(attribute);
    if (typeof template === 'string') return `${JSON.stringify(line)} ${template}`;
    return { text: `raw=${attribute}`, template, raw: true };
  }
  const shape = Object.entries(shapes).find(([known]) => known === name);
  if (shape === undefined) {
    const known = names.join(', ');
    return `${JSON.stringify(name)} is not known${suggestion(name, names)}; allowed are ${known}`;
  }
  if (attribute !== undefined) {
    return `${JSON.stringify(line)} has text after the name, which only raw takes; write ${name}`;
  }
  return { text: name, template: shape[1], raw: false };
}
