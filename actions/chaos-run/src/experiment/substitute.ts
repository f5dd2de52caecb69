import { isJsonObject } from '@kube-delivery/shared/json/json';
import type { Json } from '@kube-delivery/shared/json/json';
import type { Scope } from './experiment.ts';
import { marksAbove, marksBelow, noFloatMarks } from './float-marks.ts';
import type { FloatMarks } from './float-marks.ts';
import { pythonText } from './python-text.ts';

// `$$`, `$name` or `${name}`: Python's string.Template.
const pattern = /\$(?:(?<escaped>\$)|(?<named>[_a-z][_a-z0-9]*)|\{(?<braced>[_a-z][_a-z0-9]*)\})/gi;
const whole = /^\$\{([_a-z][_a-z0-9]*)\}$/i;

/** A value, and where in it whole numbers are floats to Python. */
export interface MarkedJson {
  readonly value: Json;
  readonly floats: FloatMarks;
}

/**
 * Replaces names by their values as Chaos Toolkit does, in every text inside `value` but not in keys:
 * a text that is `${name}` and nothing else becomes the value itself, in any other text `${name}` and
 * `$name` become the value's text as Python writes it, and `$$` becomes `$`. Configuration wins over
 * the groups of secrets, which win in their order. Unknown names stay as they are. A secret that lies in no
 * group is not found by its name.
 */
export function substitute(value: Json, scope: Scope): Json {
  return substituteMarked({ value, floats: noFloatMarks }, scope).value;
}

/** The same, which does not lose sight of the numbers that are floats to Python. */
export function substituteMarked({ value, floats }: MarkedJson, scope: Scope): MarkedJson {
  if (typeof value === 'string') return substituteText(value, scope);
  if (typeof value !== 'object' || value === null) return { value, floats };
  const parts = Object.entries(value as Record<string, Json>).map(([key, each]) => {
    const part = { value: each, floats: marksBelow(floats, [key]) };
    return { key, ...substituteMarked(part, scope) };
  });
  return {
    // Object.fromEntries defines, so that a key named __proto__ stays a key.
    value: Array.isArray(value)
      ? parts.map((part) => part.value)
      : Object.fromEntries(parts.map((part) => [part.key, part.value])),
    floats: new Set(parts.flatMap((part) => [...marksAbove(part.floats, [part.key])])),
  };
}

/** The text of a substituted value, as Python writes it: for titles and messages. */
export function substitutedText(text: string, scope: Scope): string {
  const { value, floats } = substituteText(text, scope);
  return pythonText(value, floats);
}

function substituteText(text: string, scope: Scope): MarkedJson {
  const [, name] = whole.exec(text) ?? [];
  const alone = name === undefined ? undefined : lookUp(name, scope);
  if (alone !== undefined) return alone;
  const value = text.replace(pattern, (match: string, ...groups: readonly unknown[]) => {
    const { escaped, named, braced } = groups.at(-1) as Record<string, string | undefined>;
    if (escaped !== undefined) return '$';
    const found = lookUp(named ?? braced ?? '', scope);
    return found === undefined ? match : pythonText(found.value, found.floats);
  });
  return { value, floats: noFloatMarks };
}

function lookUp(name: string, scope: Scope): MarkedJson | undefined {
  const { configuration, secrets, floats = noFloatMarks } = scope;
  const own = configuration[name];
  if (own !== undefined && Object.hasOwn(configuration, name)) {
    return { value: own, floats: marksBelow(floats, ['configuration', name]) };
  }
  for (const [group, values] of Object.entries(secrets)) {
    if (!isJsonObject(values) || !Object.hasOwn(values, name)) continue;
    const value = values[name];
    if (value !== undefined) {
      return { value, floats: marksBelow(floats, ['secrets', group, name]) };
    }
  }
  return undefined;
}
