import path from 'node:path';
import { valuesText } from './charts/read-values.ts';
import type { LoadedChart, ValueSet } from './loaded-chart.ts';
import type { ValuesText } from './policies/values/secret-in-values.ts';

/** The values files of a chart, its own defaults first, each with the sets that have it. */
export function valuesTexts(chart: LoadedChart, sets: readonly ValueSet[]): readonly ValuesText[] {
  const given = sets.flatMap(({ files }) => files.map((file) => path.posix.normalize(file)));
  return [...new Set(['values.yaml', ...given])].flatMap((file) => {
    const text = valuesText(chart, file);
    if (text === undefined) return [];
    const having = sets.filter(
      ({ files }) =>
        file === 'values.yaml' || files.some((each) => path.posix.normalize(each) === file),
    );
    return [
      {
        file: path.posix.join(chart.folder, file),
        text,
        renders: having.map(({ name }) => name),
      },
    ];
  });
}
