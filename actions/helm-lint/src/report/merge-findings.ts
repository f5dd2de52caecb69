import type { Finding, Severity } from '../finding.ts';

const severities: readonly Severity[] = ['notice', 'warning', 'error'];

/**
 * Findings in the order of their places, where equal ones of several renders are one with all their
 * renders. What a chart and one that depends on it have in the same file is found once, in the chart
 * that the file belongs to. Of several severities the worst counts.
 */
export function mergeFindings(findings: readonly Finding[]): readonly Finding[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = keyOf(finding);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  return [...groups.values()].flatMap(mergeGroup).sort(byPlace);
}

function keyOf({ rule, object, path, file, line, column, message, hint }: Finding): string {
  return JSON.stringify([rule, object, path, file, line, column, message, hint]);
}

function mergeGroup(group: readonly Finding[]): readonly Finding[] {
  const owner = ownerOf(group);
  const own = group.filter(({ chart }) => chart === owner);
  const [first] = own;
  if (first === undefined) return [];
  const worst = Math.max(...group.map(({ severity }) => severities.indexOf(severity)));
  return [
    {
      ...first,
      severity: severities[worst] ?? first.severity,
      renders: [...new Set(own.flatMap(({ renders }) => renders))],
    },
  ];
}

/** The chart with the longest folder that the file lies in; else the first. */
function ownerOf(group: readonly Finding[]): string {
  const owners = group.filter(({ chart, file }) => chart === '.' || file.startsWith(`${chart}/`));
  const charts = (owners.length > 0 ? owners : group).map(({ chart }) => chart);
  return charts.reduce((longest, chart) => (chart.length > longest.length ? chart : longest));
}

function byPlace(a: Finding, b: Finding): number {
  return (
    compare(a.file, b.file) ||
    a.line - b.line ||
    a.column - b.column ||
    compare(a.rule, b.rule) ||
    compare(a.object, b.object) ||
    compare(a.path, b.path) ||
    compare(a.message, b.message)
  );
}

// Not by locale, which is another one on every machine.
function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
