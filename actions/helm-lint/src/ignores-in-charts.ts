import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Finding } from './finding.ts';
import type { LoadedChart, ValueSet } from './loaded-chart.ts';
import { sourceFiles } from './marks/chart-sources.ts';
import { checkIgnores } from './report/check-ignores.ts';
import { readIgnores } from './report/inline-ignores.ts';
import type { InlineIgnore } from './report/inline-ignores.ts';
import { valuesTexts } from './values-texts.ts';

const commented = /\.(?:ya?ml|tpl|txt)$/;

/** What is wrong with the comments of a chart that take out findings. */
export function ignoreFindings(
  chart: LoadedChart,
  sets: readonly ValueSet[],
  knownRules: readonly string[],
): readonly Finding[] {
  const own = sourceFiles(chart).filter(
    ({ file, isArchived }) => !isArchived && commented.test(file),
  );
  const texts = new Map(
    [...own, ...valuesTexts(chart, sets)].map(({ file, text }) => [file, text]),
  );
  return [...texts].flatMap(([file, text]) =>
    checkIgnores({ chart: chart.folder, file }, readIgnores(text), knownRules),
  );
}

/** Reads the comments of files, relative to the workspace, each file once. */
export function ignoresFrom(workspace: string): (file: string) => readonly InlineIgnore[] {
  const known = new Map<string, readonly InlineIgnore[]>();
  return (file) => {
    const ignores = known.get(file) ?? readFrom(path.join(workspace, file));
    known.set(file, ignores);
    return ignores;
  };
}

function readFrom(file: string): readonly InlineIgnore[] {
  if (!commented.test(file)) return [];
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) return [];
  return readIgnores(readFileSync(file, 'utf8'));
}
