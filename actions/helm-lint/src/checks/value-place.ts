import type { JsonPath } from '@kube-delivery/shared/json/json-path';
import { openYamlPlaces } from '@kube-delivery/shared/manifests/yaml-places';
import type { TextPosition, YamlPlaces } from '@kube-delivery/shared/manifests/yaml-places';
import { fileOf } from '../charts/chart-finding.ts';
import { valuesText } from '../charts/read-values.ts';
import type { LoadedChart, ValueSet } from '../loaded-chart.ts';
import type { ChartPart } from './coalesce-values.ts';

/** Where a value of a render was written. */
export interface ValuePlace {
  /** Relative to the workspace. */
  readonly file: string;
  readonly at: TextPosition;
}

interface Layer {
  readonly chart: LoadedChart;
  readonly file: string;
  readonly path: JsonPath;
}

/** Finds where values were written; reads each file once. */
export interface ValuePlaces {
  /**
   * Of the value at `path` (from the top chart), or the nearest one above that some file has: in the last
   * of the render's files that has it, else in the defaults of the top chart, else in those of the
   * subchart that it is for. Undefined where it stands at the top and is nowhere.
   */
  nearest(top: ChartPart, set: ValueSet, path: JsonPath): ValuePlace | undefined;
}

/** The places of values of a chart that is not changed meanwhile. */
export function openValuePlaces(): ValuePlaces {
  const opened = new Map<string, YamlPlaces | undefined>();
  const open = ({ chart, file }: Layer): YamlPlaces | undefined => {
    const name = fileOf(chart, file);
    if (!opened.has(name)) {
      const text = valuesText(chart, file);
      opened.set(name, text === undefined ? undefined : openYamlPlaces(text));
    }
    return opened.get(name);
  };
  const find = (top: ChartPart, set: ValueSet, path: JsonPath): ValuePlace | undefined => {
    for (const layer of layersOf(top, set, path)) {
      const at = open(layer)?.keyAt(layer.path);
      if (at !== undefined) return { file: fileOf(layer.chart, layer.file), at };
    }
    return undefined;
  };
  return {
    nearest: (top, set, path) => {
      for (let length = path.length; length > 0; length -= 1) {
        const found = find(top, set, path.slice(0, length));
        if (found !== undefined) return found;
      }
      return undefined;
    },
  };
}

function layersOf(top: ChartPart, set: ValueSet, path: JsonPath): readonly Layer[] {
  const files = [...set.files.toReversed(), 'values.yaml'];
  const own = files.map((file) => ({ chart: top.chart, file, path }));
  const [first, ...below] = path;
  const child = top.children.find(({ name }) => name === first);
  if (child === undefined || below.length === 0) return own;
  // Globals of a subchart are mostly those of the chart above it.
  const globals = below[0] === 'global' ? own.map((layer) => ({ ...layer, path: below })) : [];
  const defaults = { name: set.name, files: [] };
  return [...globals, ...own, ...layersOf(child, defaults, below)];
}
