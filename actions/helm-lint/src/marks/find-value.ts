import path from 'node:path';
import { isJsonObject } from '@kube-delivery/shared/json/json';
import type { Json } from '@kube-delivery/shared/json/json';
import {
  readPositions,
  type PositionedDocument,
} from '@kube-delivery/shared/manifests/field-positions';
import type { LoadedChart, Subchart, ValueSet } from '../loaded-chart.ts';
import type { Place } from '../place.ts';
import type { FieldPath } from '../rendered-object.ts';
import { subchartNamed } from './chart-sources.ts';
import { positionAt } from './text-position.ts';
import { eachItem, type Reference } from './value-reference.ts';

/** A value where its user wrote it. */
export interface FoundValue {
  readonly value: Json;
  /** Of the value, or of its key where the value is a map or list. */
  readonly place: Place;
  readonly keyPlace: Place;
}

/** The values files of one render, looked through as Helm lays them over each other. */
export interface ValueFiles {
  /**
   * The value that counts at `path` of `.Values`, for the chart that is reached by `scope`, its names
   * or aliases from the outermost chart down. Undefined where no file of the workspace has it.
   */
  find(scope: readonly string[], path: FieldPath): FoundValue | undefined;
  /** The paths that a reference below `.Values` may stand for: one for each item that it goes through. */
  pathsOf(scope: readonly string[], reference: Reference): readonly FieldPath[];
}

/** A values file, and how many names of a scope lie above its values. */
interface Layer {
  readonly depth: number;
  readonly file: string;
  readonly text: string;
  readonly document: PositionedDocument;
}

/** `read` gives the text of a values file by its path below the chart; undefined where there is none. */
export function openValues(
  chart: LoadedChart,
  set: ValueSet,
  read: (file: string) => string | undefined,
): ValueFiles {
  const opened = new Map<string, readonly Layer[]>();
  const layersOf = (scope: readonly string[]): readonly Layer[] => {
    const key = scope.join('/');
    const layers = opened.get(key) ?? openLayers(chart, set, scope, read);
    opened.set(key, layers);
    return layers;
  };
  const find = (scope: readonly string[], at: FieldPath): FoundValue | undefined => {
    for (const layer of layersOf(scope)) {
      for (const way of waysInto(layer, scope, at)) {
        const found = findIn(layer, way);
        if (found) return found;
      }
    }
    return undefined;
  };
  return {
    find,
    pathsOf: (scope, reference) => {
      let paths: FieldPath[] = [[]];
      for (const step of reference) {
        paths = paths.flatMap((at) => {
          if (step !== eachItem) return [[...at, step]];
          return itemsOf(find(scope, at)?.value).map((item) => [...at, item]);
        });
      }
      return paths;
    },
  };
}

/** The strongest first: the last file given, …, the chart's own values, those of the charts below. */
function openLayers(
  chart: LoadedChart,
  set: ValueSet,
  scope: readonly string[],
  read: (file: string) => string | undefined,
): readonly Layer[] {
  const layers: Layer[] = [];
  const add = (depth: number, file: string, text: string | undefined): void => {
    const document = text === undefined ? undefined : readPositions(text);
    if (text === undefined || !document) return;
    layers.push({ depth, file, text, document });
  };
  for (const file of set.files.toReversed()) {
    add(0, path.posix.join(chart.folder, file), textOf(chart, file) ?? read(file));
  }
  let holder: LoadedChart | undefined = chart;
  for (let depth = 0; holder && depth <= scope.length; depth += 1) {
    add(depth, path.posix.join(holder.folder, 'values.yaml'), textOf(holder, 'values.yaml'));
    const name: string | undefined = scope[depth];
    const below: Subchart | undefined =
      name === undefined ? undefined : subchartNamed(holder, name);
    // What an archive holds is none of its user's files.
    holder = below?.isArchive === true ? undefined : below?.chart;
  }
  return layers;
}

function textOf(chart: LoadedChart, file: string): string | undefined {
  return chart.files.find((each) => each.path === path.posix.normalize(file))?.text;
}

/** A chart's values lie below its name in those of its parents, and `global` in all of them. */
function waysInto({ depth }: Layer, scope: readonly string[], at: FieldPath): readonly FieldPath[] {
  const own = [...scope.slice(depth), ...at];
  return at[0] === 'global' && depth < scope.length ? [at, own] : [own];
}

function findIn({ document, file, text }: Layer, at: FieldPath): FoundValue | undefined {
  const trail = document.trail(at);
  const last = trail.at(-1);
  if (trail.length <= at.length || !last) return undefined;
  const key = last.key ?? last.start;
  const value = at.reduce<unknown>(
    (holder, step) => (holder as Readonly<Record<string | number, unknown>>)[step],
    document.value,
  ) as Json;
  const keyPlace = { file, ...positionAt(text, key) };
  return {
    value,
    keyPlace,
    place: last.isCollection ? keyPlace : { file, ...positionAt(text, last.start) },
  };
}

function itemsOf(value: Json | undefined): readonly (string | number)[] {
  if (Array.isArray(value)) return value.map((_, index) => index);
  // Templates go through maps in the order of their keys.
  return isJsonObject(value) ? Object.keys(value).sort() : [];
}
