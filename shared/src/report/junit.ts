/** One case of a JUnit file. */
export interface JunitCase {
  readonly name: string;
  readonly classname: string;
  readonly seconds: number;
  /** Undefined where it passed. */
  readonly problem:
    | {
        readonly kind: 'failure' | 'skipped';
        readonly type: string;
        readonly message: string;
        /** The text inside; it may have several lines. */
        readonly text: string;
      }
    | undefined;
}

/** Cases that belong together. */
export interface JunitSuite {
  readonly name: string;
  readonly cases: readonly JunitCase[];
}

/** Suites as JUnit XML. Written by hand, as it is four elements. */
export function junitXml(name: string, suites: readonly JunitSuite[]): string {
  const cases = suites.flatMap((suite) => suite.cases);
  const counts = { tests: cases.length, failures: countOf(cases, 'failure'), errors: 0 };
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name, ...counts })}>`,
    ...suites.map(suiteOf),
    '</testsuites>',
    '',
  ].join('\n');
}

function suiteOf({ name, cases }: JunitSuite): string {
  const counts = {
    tests: cases.length,
    failures: countOf(cases, 'failure'),
    errors: 0,
    skipped: countOf(cases, 'skipped'),
  };
  const time = cases.reduce((sum, { seconds }) => sum + seconds, 0);
  return [
    `  <testsuite${attributes({ name, ...counts, time: rounded(time) })}>`,
    ...cases.map(caseOf),
    '  </testsuite>',
  ].join('\n');
}

function caseOf({ name, classname, seconds, problem }: JunitCase): string {
  const head = `<testcase${attributes({ name, classname, time: rounded(seconds) })}`;
  if (problem === undefined) return `    ${head}/>`;
  const { kind, type, message, text } = problem;
  return [
    `    ${head}>`,
    `      <${kind}${attributes({ type, message })}>${escaped(text)}</${kind}>`,
    '    </testcase>',
  ].join('\n');
}

function countOf(cases: readonly JunitCase[], kind: 'failure' | 'skipped'): number {
  return cases.filter(({ problem }) => problem?.kind === kind).length;
}

function rounded(seconds: number): number {
  return Number(seconds.toFixed(3));
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escaped(String(value)).replace(/[\n\t]/g, ' ')}"`)
    .join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** As XML 1.0 text, in which most control characters may not stand in any form (its section 2.2). */
function escaped(value: string): string {
  return value
    .toWellFormed()
    .replace(/[^\t\n\u0020-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replace(/[&<>"]/g, (character) => entities[character] ?? character);
}
