import type { Finding } from '../finding.ts';
import type { LintedChart } from '../outcome.ts';
import { isDecisive } from '../verdict.ts';
import type { FailOn } from '../verdict.ts';
import { findingSentences, placeText } from './finding-text.ts';

/**
 * Findings as JUnit XML: a suite for each chart, a case for each of its findings. One that makes the
 * run fail is a failure, another one is skipped with its message. A chart without findings has one
 * case that passed. Written by hand, as it is four elements.
 */
export function junitOf(
  charts: readonly LintedChart[],
  findings: readonly Finding[],
  failOn: FailOn,
): string {
  const failures = findings.filter((finding) => isDecisive(finding, failOn)).length;
  const suites = charts.map(({ folder }) => {
    const own = findings.filter(({ chart }) => chart === folder);
    return { folder, own, xml: suiteOf(folder, own, failOn) };
  });
  const tests = suites.reduce((sum, { own }) => sum + Math.max(own.length, 1), 0);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: 'helm-lint', tests, failures, errors: 0 })}>`,
    ...suites.map(({ xml }) => xml),
    '</testsuites>',
    '',
  ].join('\n');
}

function suiteOf(folder: string, findings: readonly Finding[], failOn: FailOn): string {
  const failures = findings.filter((finding) => isDecisive(finding, failOn)).length;
  const counts = {
    tests: Math.max(findings.length, 1),
    failures,
    errors: 0,
    skipped: findings.length - failures,
  };
  const cases = findings.map((finding) => caseOf(finding, isDecisive(finding, failOn)));
  const passed = `    <testcase${attributes({ name: 'has no findings', classname: folder, time: 0 })}/>`;
  return [
    `  <testsuite${attributes({ name: folder, ...counts, time: 0 })}>`,
    ...(cases.length === 0 ? [passed] : cases),
    '  </testsuite>',
  ].join('\n');
}

function caseOf(finding: Finding, failed: boolean): string {
  const { chart, message, renders, rule, severity } = finding;
  const name = `${rule} at ${placeText(finding)}`;
  const element = failed ? 'failure' : 'skipped';
  const body = [
    `${placeText(finding)}: ${severity}: ${findingSentences(finding)}`,
    ...(renders.length === 0 ? [] : [`Renders: ${renders.join(', ')}`]),
  ].join('\n');
  return [
    `    <testcase${attributes({ name, classname: chart, time: 0 })}>`,
    `      <${element}${attributes({ type: rule, message })}>${escaped(body)}</${element}>`,
    '    </testcase>',
  ].join('\n');
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
