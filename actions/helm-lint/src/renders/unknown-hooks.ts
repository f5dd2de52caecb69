import { nearestWord } from '@kube-delivery/shared/text/nearest-word';
import type { LoadedChart } from '../loaded-chart.ts';
import type { TemplateFault } from './explain-error.ts';
import type { FaultPlace } from './place-finding.ts';
import { templatesOf } from './chart-templates.ts';
import { unknownHook } from './rules.ts';

/** pkg/release/v1/util/manifest_sorter.go */
const hooks = [
  'pre-install',
  'post-install',
  'pre-delete',
  'post-delete',
  'pre-upgrade',
  'post-upgrade',
  'pre-rollback',
  'post-rollback',
  'test',
] as const;

/** The objects that Helm left out of a render as it does not know their hook, from what it said of them. */
export function findUnknownHooks(chart: LoadedChart, stderr: string): readonly TemplateFault[] {
  const told = stderr.matchAll(
    /skipping unknown hooks?(?:: |" hookTypes=)(?:"(?<quoted>[^"\n]*)"|(?<plain>\S+))/g,
  );
  const names = [...told].map(({ groups }) => groups?.quoted ?? groups?.plain ?? '');
  return [...new Set(names)].map((name) => {
    const wrong = name
      .split(',')
      .map((each) => each.trim().toLowerCase())
      .find((each) => !hooks.some((hook) => hook === each));
    const nearest = nearestWord(wrong ?? name, hooks);
    return {
      rule: unknownHook,
      place: placeOf(chart, name),
      message: `Helm knows no hook ${JSON.stringify(wrong ?? name)}, and leaves the object out without a word`,
      hint: nearest === undefined ? `Write one of ${hooks.join(', ')}` : `Write ${nearest}`,
      includedAt: '',
    };
  });
}

/** The annotation with that text; the chart where it is put together. */
function placeOf(chart: LoadedChart, name: string): FaultPlace {
  const annotation = /helm\.sh\/hook["']?\s*:\s*(?<hook>[^#\n]*?)\s*$/;
  for (const file of templatesOf(chart)) {
    for (const [index, line] of file.text.split('\n').entries()) {
      const hook = annotation.exec(line)?.groups?.hook?.replace(/^(["'])(.*)\1$/, '$2');
      if (hook === name) return { file, line: index + 1, column: line.search(/\S/) + 1 };
    }
  }
  return { file: undefined, line: 1, column: 1 };
}
