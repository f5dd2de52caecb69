import path from 'node:path';
import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import { openYamlPlaces } from '@kube-delivery/shared/manifests/yaml-places';
import { noFloatMarks } from './float-marks.ts';
import type { FloatMarks } from './float-marks.ts';
import { loadJson } from './load-json.ts';
import { loadYaml } from './load-yaml.ts';
import type { LoadProblem } from './load-yaml.ts';

/** A JSON or YAML document, with what its values alone do not tell. */
export interface LoadedDocument {
  readonly value: Json;
  readonly floats: FloatMarks;
  /** The line, from 1, of the key at `path`, or of the nearest one above it that is there. */
  lineOf(path: readonly (string | number)[]): number;
}

const mostCharacters = 10 * 1024 * 1024;

/**
 * Reads a JSON (`.json`) or YAML (`.yaml`, `.yml`) file as Python's `json` and PyYAML's `safe_load`
 * do. Refuses what JSON cannot carry exactly: integers above 2^53 and tags of Python.
 */
export function loadDocument(text: string, file: string): LoadedDocument | LoadProblem {
  if (text.length > mostCharacters) return { line: 1, message: 'is larger than 10 MiB' };
  const extension = path.posix.extname(file);
  if (!['.json', '.yaml', '.yml'].includes(extension)) {
    return { line: 1, message: 'must be a .json, .yaml or .yml file' };
  }
  const loaded = extension === '.json' ? loadJson(text) : loadYaml(text);
  if ('message' in loaded) return loaded;
  let places: ReturnType<typeof openYamlPlaces> | undefined;
  return {
    ...loaded,
    lineOf: (at) => {
      places ??= openYamlPlaces(text);
      return places.nearestKey(at).line;
    },
  };
}

/** A document that no file holds: each of its lines is the first. */
export function documentOf(value: JsonObject): LoadedDocument {
  return { value, floats: noFloatMarks, lineOf: () => 1 };
}
